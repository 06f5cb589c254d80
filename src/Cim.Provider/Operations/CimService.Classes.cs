using Cim.Provider.Mof;
using Cim.Provider.Schema;

namespace Cim.Provider.Operations;

/// <content>Classes and qualifier types (DSP0200 §5.3.2).</content>
public sealed partial class CimService
{
    /// <summary>A class with all that it inherits.</summary>
    public ResolvedClass GetClass(CimCaller caller, string className) =>
        Catalog.Space(caller.Namespace).Classes.Find(className) ?? throw new CimException(CimStatus.NotFound, $"There is no class {className} in {caller.Namespace}.");

    /// <summary>The classes below a class, or those with none above: right below, or all.</summary>
    public IEnumerable<ResolvedClass> EnumerateClasses(CimCaller caller, string? className, bool deep)
    {
        var space = Catalog.Space(caller.Namespace);
        var first = className is null ? space.Classes.Roots : space.Classes.Below(space.Class(className));
        return deep ? first.SelectMany(space.Classes.AndBelow) : first;
    }

    /// <summary>A qualifier type.</summary>
    public CimQualifierType GetQualifier(CimCaller caller, string name) =>
        Catalog.Space(caller.Namespace).QualifierTypes.GetValueOrDefault(name) ?? throw NoQualifier(caller, name);

    /// <summary>All qualifier types.</summary>
    public IEnumerable<CimQualifierType> EnumerateQualifiers(CimCaller caller) =>
        Catalog.Space(caller.Namespace).QualifierTypes.Values.OrderBy(type => type.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds a class.</summary>
    public Task CreateClassAsync(CimCaller caller, CimClass c)
    {
        var space = Changed(caller);
        if (space.Classes.Find(c.Name) is not null)
        {
            throw new CimException(CimStatus.AlreadyExists, $"There is a class {c.Name} in {space.Name} already.");
        }

        return DeclareAsync(space, c);
    }

    /// <summary>Gives a class another declaration.</summary>
    public Task ModifyClassAsync(CimCaller caller, CimClass c)
    {
        var space = Changed(caller);
        _ = space.Classes.Find(c.Name) ?? throw new CimException(CimStatus.NotFound, $"There is no class {c.Name} in {space.Name}.");
        RefuseOurs(space, CimKind.Class, c.Name);
        return DeclareAsync(space, c);
    }

    /// <summary>Removes a class that has neither subclasses nor instances of its own.</summary>
    public Task DeleteClassAsync(CimCaller caller, string className)
    {
        var space = Changed(caller);
        var c = space.Classes.Find(className) ?? throw new CimException(CimStatus.NotFound, $"There is no class {className} in {space.Name}.");
        RefuseOurs(space, CimKind.Class, c.Name);
        if (space.Classes.Below(c).Length > 0)
        {
            throw new CimException(CimStatus.ClassHasChildren, $"{c.Name} has subclasses: delete them first.");
        }

        if (space.Source(c) is FixedSource source && source.All(caller.Caller.Snapshot).Any())
        {
            throw new CimException(CimStatus.ClassHasInstances, $"{c.Name} has instances: delete them first.");
        }

        return House.ChangeAsync(kept => kept.Find(space.Name, CimKind.Class, c.Name) is { } there ? kept.Without(there) : kept);
    }

    /// <summary>Adds a qualifier type, or gives it another declaration.</summary>
    public Task SetQualifierAsync(CimCaller caller, CimQualifierType type)
    {
        var space = Changed(caller);
        if (House.IsBuiltIn(space.Name, CimKind.Qualifier, type.Name))
        {
            // Compilers of others set what they find in the standard's file before anything else: the same again is no change.
            var ours = space.QualifierTypes[type.Name];
            return ours.Type == type.Type && ours.Scope == type.Scope && ours.Flavor == type.Flavor ? Task.CompletedTask : throw Ours(CimKind.Qualifier, type.Name);
        }

        return House.ChangeAsync(kept => kept.With(space.Name, CimKind.Qualifier, type.Name, MofWriter.Text(type)));
    }

    /// <summary>Removes a qualifier type that no class uses.</summary>
    public Task DeleteQualifierAsync(CimCaller caller, string name)
    {
        var space = Changed(caller);
        _ = space.QualifierTypes.GetValueOrDefault(name) ?? throw NoQualifier(caller, name);
        RefuseOurs(space, CimKind.Qualifier, name);
        return House.ChangeAsync(kept => kept.Find(space.Name, CimKind.Qualifier, name) is { } there ? kept.Without(there) : kept);
    }

    private static CimException NoQualifier(CimCaller caller, string name) => new(CimStatus.NotFound, $"There is no qualifier type {name} in {caller.Namespace}.");

    private static CimException Ours(string kind, string name) =>
        new(CimStatus.NotSupported, $"The {kind} {name} belongs to the schema of the server, which changes with the server only.");

    private CimSpace Changed(CimCaller caller)
    {
        SchemaRight.Check(caller.Caller);
        return Catalog.Space(caller.Namespace);
    }

    private void RefuseOurs(CimSpace space, string kind, string name)
    {
        if (House.IsBuiltIn(space.Name, kind, name))
        {
            throw Ours(kind, name);
        }
    }

    private Task DeclareAsync(CimSpace space, CimClass c) => c.Superclass is { } above && space.Classes.Find(above) is null
        ? throw new CimException(CimStatus.InvalidSuperclass, $"There is no class {above} in {space.Name}.")
        : House.ChangeAsync(kept => kept.With(space.Name, CimKind.Class, c.Name, MofWriter.Text(c)));
}
