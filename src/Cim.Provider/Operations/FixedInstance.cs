using Cim.Provider.Schema;

namespace Cim.Provider.Operations;

/// <summary>An instance that was declared, with the defaults of its class where the declaration says nothing.</summary>
internal sealed class FixedInstance(ResolvedClass c, CimInstance declared) : Instance(c)
{
    private readonly CimValue[] values = [.. c.Properties.Select(property =>
        declared.Values.Find(property.Name) is { } given ? given.Value : property.Default.IsNull ? CimValue.Null(property.Slot.Type) : property.Default)];

    /// <inheritdoc/>
    public override CimValue this[int property] => values[property];
}
