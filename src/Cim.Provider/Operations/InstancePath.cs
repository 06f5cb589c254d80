using Cim.Provider.Schema;

namespace Cim.Provider.Operations;

/// <summary>The paths of instances as clients give them, made into what the schema says of their keys.</summary>
internal static class InstancePath
{
    private const int DepthMost = 8;

    /// <summary>
    /// The path with all keys of the class, of their types and in their order. <see cref="CimStatus.InvalidParameter"/> where a key is missing,
    /// unknown or of another type: no instance of the class can be called so.
    /// </summary>
    public static CimObjectPath Typed(Catalog catalog, CimSpace space, ResolvedClass c, CimObjectPath path) => Typed(catalog, space, c, path, 0);

    private static CimObjectPath Typed(Catalog catalog, CimSpace space, ResolvedClass c, CimObjectPath path, int depth)
    {
        if (path.Keys.Count == 0 && c.Keys.Length > 0)
        {
            throw new CimException(CimStatus.InvalidParameter, $"{path.ClassName} is the path of a class: the path of an instance has the keys {string.Join(", ", c.Keys)}.");
        }

        var keys = new CimPropertyValue[c.Keys.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            var key = c.Keys[i];
            var given = path.Keys.Find(key.Name) ?? (IsOnly(path, c) ? path.Keys[0] : null) ?? throw new CimException(CimStatus.InvalidParameter, $"The path of a {c.Name} has the key {key.Name}: it is not there.");
            keys[i] = new(key.Name, Value(catalog, space, key, given.Value, depth));
        }

        if (path.Keys.FirstOrDefault(key => c.Properties.Find(key.Name) is not { IsKey: true } && !IsOnly(path, c)) is { } unknown)
        {
            throw new CimException(CimStatus.InvalidParameter, $"{unknown.Name} is no key of {c.Name}.");
        }

        return new(null, null, c.Name, new(keys));
    }

    // The only key may come without its name (DSP0201, INSTANCENAME).
    private static bool IsOnly(CimObjectPath path, ResolvedClass c) => c.Keys.Length == 1 && path.Keys.Count == 1 && path.Keys[0].Name.Length == 0;

    private static CimValue Value(Catalog catalog, CimSpace space, ResolvedProperty key, CimValue given, int depth)
    {
        if (given.IsNull || Fitting.Untyped(key.Slot, given) is not { } value)
        {
            throw new CimException(CimStatus.InvalidParameter, $"The key {key.Name} is {key.Slot}, and a {given.Type.MofName} is given.");
        }

        return key.IsReference ? CimValue.Of(Referred(catalog, space, value.Reference, depth)) : value;
    }

    // What leads to no class stays as it is, and will lead to no instance.
    private static CimObjectPath Referred(Catalog catalog, CimSpace space, CimObjectPath path, int depth)
    {
        var target = path.Namespace is { } name ? catalog.Find(name) : space;
        if (target?.Classes.Find(path.ClassName) is not { } c)
        {
            return path;
        }

        if (depth == DepthMost)
        {
            throw new CimException(CimStatus.InvalidParameter, $"Keys refer to instances whose keys refer to instances, more than {DepthMost} deep.");
        }

        return new(null, target.Name, c.Name, Typed(catalog, target, c, path, depth + 1).Keys);
    }
}
