using Cim.Provider.Mof;
using Cim.Provider.Schema;
using XenApi.Core.Calls;

namespace Cim.Provider.Operations;

/// <summary>Makes, changes and removes instances of a class that a client has added and that is made of nothing else: they are kept as declarations.</summary>
internal sealed class DeclaredWriter(CimHouse house, string space) : IInstanceWriter
{
    /// <inheritdoc/>
    public async Task<CimObjectPath> CreateAsync(Caller caller, CimInstance instance)
    {
        SchemaRight.Check(caller);
        var c = house.Catalog.Space(space).Class(instance.Name);
        var path = new FixedInstance(c, instance).Path;
        if (path.Keys.Any(key => key.Value.IsNull))
        {
            throw new CimException(CimStatus.InvalidParameter, $"A key of {c.Name} has no value.");
        }

        await house.ChangeAsync(kept => kept.Find(space, CimKind.Instance, KeptSchema.NameOf(path)) is null
            ? kept.With(space, CimKind.Instance, KeptSchema.NameOf(path), MofWriter.Text(instance))
            : throw new CimException(CimStatus.AlreadyExists, $"There is {path} already.")).ConfigureAwait(false);
        return path;
    }

    /// <inheritdoc/>
    public Task ModifyAsync(Caller caller, Instance instance, IReadOnlyList<CimPropertyValue> values)
    {
        SchemaRight.Check(caller);
        var given = instance.Class.Properties.Select(property => values.FirstOrDefault(value => value.Name.Equals(property.Name, StringComparison.OrdinalIgnoreCase))
            ?? new CimPropertyValue(property.Name, instance[property.Index])).Where(value => !value.Value.IsNull);
        var text = MofWriter.Text(new CimInstance(instance.Class.Name, new([.. given]), null));
        return house.ChangeAsync(kept => kept.With(space, CimKind.Instance, There(kept, instance).Name, text));
    }

    /// <inheritdoc/>
    public Task DeleteAsync(Caller caller, Instance instance)
    {
        SchemaRight.Check(caller);
        return house.ChangeAsync(kept => kept.Without(There(kept, instance)));
    }

    private XenApi.Core.Model.CimDeclaration There(KeptSchema kept, Instance instance) => kept.Find(space, CimKind.Instance, KeptSchema.NameOf(instance.Path))
        ?? throw new CimException(CimStatus.NotFound, $"There is no {instance.Path} any more.");
}
