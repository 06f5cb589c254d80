using Cim.Provider.Schema;

namespace Cim.Provider.Mapping;

/// <summary>How a property gets its value: it is the same for all instances, or an expression says it.</summary>
/// <param name="Slot">The type of the property.</param>
/// <param name="Constant">The value where it is the same for all.</param>
/// <param name="Value">The expression; null where the value is the same for all.</param>
internal readonly record struct PropertyPlan(CimSlot Slot, CimValue Constant, Expression? Value)
{
    /// <summary>The value for an object.</summary>
    public CimValue Of(Reading reading, in Origin origin) => Value is null ? Constant : CimConversion.To(Slot, Value.Of(reading, origin));
}
