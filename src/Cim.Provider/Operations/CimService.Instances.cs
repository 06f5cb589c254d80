using Cim.Provider.Schema;

namespace Cim.Provider.Operations;

/// <content>Instances (DSP0200 §5.3.2).</content>
public sealed partial class CimService
{
    /// <summary>The instance that a path names.</summary>
    public Instance GetInstance(CimCaller caller, CimObjectPath path) => Find(caller, Catalog, path).Instance;

    /// <summary>The instances of a class and of all below it.</summary>
    public IEnumerable<Instance> EnumerateInstances(CimCaller caller, string className)
    {
        var space = Catalog.Space(caller.Namespace);
        var state = caller.Caller.Snapshot;
        return space.Classes.AndBelow(space.Class(className)).SelectMany(c => space.Source(c)?.All(state) ?? []);
    }

    /// <summary>The value of one property.</summary>
    public CimValue GetProperty(CimCaller caller, CimObjectPath path, string property)
    {
        var instance = GetInstance(caller, path);
        return instance[PropertyOf(instance.Class, property, CimStatus.NoSuchProperty).Index];
    }

    /// <summary>Makes an instance; answers its path.</summary>
    public Task<CimObjectPath> CreateInstanceAsync(CimCaller caller, CimInstance instance)
    {
        var space = Catalog.Space(caller.Namespace);
        var c = space.Class(instance.Name);
        var values = instance.Values.Select(value => Checked(space, PropertyOf(c, value.Name, CimStatus.InvalidParameter), value.Value)).ToArray();
        var writer = WriterOf(space, c);
        if (c.Keys.Length > 0 && c.Keys.All(key => instance.Values.Find(key.Name) is { Value.IsNull: false })
            && space.Source(c)?.Find(caller.Caller.Snapshot, InstancePath.Typed(Catalog, space, c, new(null, null, c.Name, KeysOf(c, instance)))) is { } there)
        {
            throw new CimException(CimStatus.AlreadyExists, $"There is {there.Path} already.");
        }

        return writer.CreateAsync(caller.Caller, new(c.Name, new(values), null));
    }

    /// <summary>Gives properties other values: those that the instance names, or of them those that the list names.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="named">The instance with its path.</param>
    /// <param name="propertyList">What to change; a property of the list that has no value gets its default.</param>
    public Task ModifyInstanceAsync(CimCaller caller, CimInstance named, IReadOnlyList<string>? propertyList)
    {
        var path = named.Path ?? throw new CimException(CimStatus.InvalidParameter, "The instance has no path.");
        var (space, instance) = Find(caller, Catalog, path);
        var c = instance.Class;
        if (!c.Name.Equals(named.Name, StringComparison.OrdinalIgnoreCase))
        {
            throw new CimException(CimStatus.InvalidParameter, $"The path is of {path.ClassName}, and the instance of {named.Name}.");
        }

        foreach (var value in named.Values)
        {
            PropertyOf(c, value.Name, CimStatus.NoSuchProperty);
        }

        var wanted = propertyList is null
            ? named.Values
            : propertyList.Select(name => PropertyOf(c, name, CimStatus.NoSuchProperty)).Distinct()
                .Select(property => named.Values.Find(property.Name) ?? new CimPropertyValue(property.Name, property.Default));
        return WriteAsync(caller, space, instance, wanted.Select(value => Checked(space, PropertyOf(c, value.Name, CimStatus.NoSuchProperty), value.Value)).ToList());
    }

    /// <summary>Gives one property another value. The protocol may say it as text.</summary>
    public Task SetPropertyAsync(CimCaller caller, CimObjectPath path, string property, CimValue value)
    {
        var (space, instance) = Find(caller, Catalog, path);
        var found = PropertyOf(instance.Class, property, CimStatus.NoSuchProperty);
        var fitting = Fitting.Untyped(found.Slot, value) ?? throw Mismatch(found, value, CimStatus.TypeMismatch);
        return WriteAsync(caller, space, instance, [new(found.Name, Read(space, found, fitting))]);
    }

    /// <summary>Removes an instance.</summary>
    public Task DeleteInstanceAsync(CimCaller caller, CimObjectPath path)
    {
        var (space, instance) = Find(caller, Catalog, path);
        return WriterOf(space, instance.Class).DeleteAsync(caller.Caller, instance);
    }

    private static (CimSpace Space, Instance Instance) Find(CimCaller caller, Catalog catalog, CimObjectPath path)
    {
        var space = catalog.Space(path.Namespace ?? caller.Namespace);
        var c = space.Class(path.ClassName);
        return (space, Find(caller, catalog, space, c, path) ?? throw new CimException(CimStatus.NotFound, $"There is no {path}."));
    }

    // An instance is called by its own class only: a class above has no source.
    private static Instance? Find(CimCaller caller, Catalog catalog, CimSpace space, ResolvedClass c, CimObjectPath path)
    {
        if (space.Source(c) is { } source)
        {
            return source.Find(caller.Caller.Snapshot, InstancePath.Typed(catalog, space, c, path));
        }

        return path.Keys.Count > 0 ? null : throw new CimException(CimStatus.InvalidParameter, $"{path.ClassName} is the path of a class.");
    }

    private static NamedList<CimPropertyValue> KeysOf(ResolvedClass c, CimInstance instance) => new([.. c.Keys.Select(key => instance.Values.Find(key.Name)!)]);

    private static ResolvedProperty PropertyOf(ResolvedClass c, string name, CimStatus status) =>
        c.Properties.Find(name) ?? throw new CimException(status, $"{c.Name} has no property {name}.");

    private static CimPropertyValue Checked(CimSpace space, ResolvedProperty property, CimValue value) =>
        new(property.Name, Read(space, property, Fitting.Exact(property.Slot, value) ?? throw Mismatch(property, value, CimStatus.InvalidParameter)));

    private static CimValue Read(CimSpace space, ResolvedProperty property, CimValue value) =>
        new EmbeddedObjects(space).Read(property.Name, property.TextOf("EmbeddedInstance"), property.Is("EmbeddedObject"), value);

    // A status of its own has the wrong type in SetProperty only (DSP0200 §5.3.2.22); elsewhere it is a wrong parameter.
    private static CimException Mismatch(ResolvedProperty property, CimValue value, CimStatus status) =>
        new(status, $"{property.Name} is {property.Slot}, and a {value.Type.MofName} is given.");

    private static IInstanceWriter WriterOf(CimSpace space, ResolvedClass c) =>
        space.Writers.GetValueOrDefault(c.Name) ?? throw new CimException(CimStatus.NotSupported, $"Instances of {c.Name} are not changed by clients.");

    // What stays as it is may be given, as clients send back all that they have read.
    private static Task WriteAsync(CimCaller caller, CimSpace space, Instance instance, IReadOnlyList<CimPropertyValue> values)
    {
        var writer = WriterOf(space, instance.Class);
        var changed = values.Where(value => instance[value.Name] != value.Value).ToArray();
        foreach (var value in changed)
        {
            var property = instance.Class.Properties.Find(value.Name)!;
            if (property.IsKey)
            {
                throw new CimException(CimStatus.InvalidParameter, $"{property.Name} is a key of {instance.Class.Name}: it stays as it is.");
            }

            if (!property.Is("Write"))
            {
                throw new CimException(CimStatus.NotSupported, $"{property.Name} of {instance.Class.Name} is not changed by clients.");
            }
        }

        return changed.Length == 0 ? Task.CompletedTask : writer.ModifyAsync(caller.Caller, instance, changed);
    }
}
