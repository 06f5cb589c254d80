using Cim.Provider.Mof;
using Cim.Provider.Schema;

namespace Cim.Provider.Operations;

/// <content>Classes and qualifier types (DSP0200 §5.3.2).</content>
public sealed partial class CimService
{
    /// <summary>A class with all that it inherits.</summary>
    public ResolvedClass GetClass(CimCaller caller, string className) =>
        Catalog.Space(caller.Namespace).Classes.Find(className) ?? throw NoClass(className, caller.Namespace);

    /// <summary>The classes below a class, or those with none above: right below, or all.</summary>
    public IEnumerable<ResolvedClass> EnumerateClasses(CimCaller caller, string? className, bool deep)
    {
        var space = Catalog.Space(caller.Namespace);
        var first = className is null ? space.Classes.Roots : space.Classes.Below(space.Class(className));
        return deep ? first.SelectMany(space.Classes.AndBelow) : first;
    }

    /// <summary>A qualifier type.</summary>
    public CimQualifierType GetQualifier(CimCaller caller, string name) =>
        Catalog.Space(caller.Namespace).QualifierTypes.GetValueOrDefault(name) ?? throw NoQualifier(name, caller.Namespace);

    /// <summary>All qualifier types.</summary>
    public IEnumerable<CimQualifierType> EnumerateQualifiers(CimCaller caller) =>
        Catalog.Space(caller.Namespace).QualifierTypes.Values.OrderBy(type => type.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds a class.</summary>
    public Task CreateClassAsync(CimCaller caller, CimClass c)
    {
        SchemaNames.Check(c);
        return ChangeAsync(caller, (kept, space) => space.Classes.Find(c.Name) is null
            ? kept.With(space.Name, CimKind.Class, c.Name, Declared(space, c))
            : throw new CimException(CimStatus.AlreadyExists, $"There is a class {c.Name} in {space.Name} already."));
    }

    /// <summary>Gives a class another declaration; subclasses and instances must fit it. What says the same as one of ours changes nothing.</summary>
    public Task ModifyClassAsync(CimCaller caller, CimClass c)
    {
        SchemaNames.Check(c);
        return ChangeAsync(caller, (kept, space) =>
        {
            var there = space.Classes.Find(c.Name) ?? throw NoClass(c.Name, space.Name);
            if (House.SaysOurs(space.Name, c))
            {
                return kept;
            }

            RefuseOurs(space, CimKind.Class, there.Name);
            return kept.With(space.Name, CimKind.Class, there.Name, Declared(space, c));
        });
    }

    /// <summary>Removes a class that has neither subclasses nor instances.</summary>
    public Task DeleteClassAsync(CimCaller caller, string className) => ChangeAsync(caller, (kept, space) =>
    {
        RefuseOurs(space, CimKind.Class, className);
        var added = kept.Find(space.Name, CimKind.Class, className) ?? throw NoClass(className, space.Name);
        if (space.Classes.Find(className) is { } c)
        {
            if (space.Classes.Below(c).Length > 0)
            {
                throw new CimException(CimStatus.ClassHasChildren, $"{c.Name} has subclasses: delete them first.");
            }

            if (space.Source(c) is FixedSource source && source.Declared.Count > 0)
            {
                throw new CimException(CimStatus.ClassHasInstances, $"{c.Name} has instances: delete them first.");
            }
        }

        return kept.Without(added);
    });

    /// <summary>Adds a qualifier type, or gives it another declaration.</summary>
    public Task SetQualifierAsync(CimCaller caller, CimQualifierType type)
    {
        SchemaNames.Check(type);
        return ChangeAsync(caller, (kept, space) =>
        {
            // Compilers of others set the standard's qualifiers before anything else: the same again is no change.
            if (House.SaysOurs(space.Name, type))
            {
                return kept;
            }

            RefuseOurs(space, CimKind.Qualifier, type.Name);
            return kept.With(space.Name, CimKind.Qualifier, type.Name, MofWriter.Text(type));
        });
    }

    /// <summary>Removes a qualifier type that stands nowhere.</summary>
    public Task DeleteQualifierAsync(CimCaller caller, string name) => ChangeAsync(caller, (kept, space) =>
    {
        RefuseOurs(space, CimKind.Qualifier, name);
        return kept.Without(kept.Find(space.Name, CimKind.Qualifier, name) ?? throw NoQualifier(name, space.Name));
    });

    private static CimException NoClass(string name, string space) => new(CimStatus.NotFound, $"There is no class {name} in {space}.");

    private static CimException NoQualifier(string name, string space) => new(CimStatus.NotFound, $"There is no qualifier type {name} in {space}.");

    private static CimException Ours(string kind, string name) =>
        new(CimStatus.NotSupported, $"The {kind} {name} belongs to the schema of the server, which changes with the server only.");

    private static string Declared(CimSpace space, CimClass c) => c.Superclass is not { } above || space.Classes.Find(above) is not null
        ? MofWriter.Text(c)
        : throw new CimException(CimStatus.InvalidSuperclass, $"There is no class {above} in {space.Name}.");

    // What is asked of the namespace is asked when nobody else changes it.
    private Task ChangeAsync(CimCaller caller, Func<KeptSchema, CimSpace, KeptSchema> change)
    {
        SchemaRight.Check(caller.Caller);
        _ = Catalog.Space(caller.Namespace);
        return House.ChangeAsync(kept => change(kept, Catalog.Space(caller.Namespace)));
    }

    private void RefuseOurs(CimSpace space, string kind, string name)
    {
        if (House.OwnText(space.Name, kind, name) is not null)
        {
            throw Ours(kind, name);
        }
    }
}
