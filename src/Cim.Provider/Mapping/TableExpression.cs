using XenApi.Core.Model;

namespace Cim.Provider.Mapping;

/// <summary>A value through a table. What is in no row, NULL too, comes out as the table says of all others.</summary>
internal sealed class TableExpression(Expression input, IReadOnlyDictionary<string, XenValue> rows, XenValue otherwise) : Expression
{
    /// <summary>The same table with the values of a property's type, converted once.</summary>
    public TableExpression Converted(Schema.CimSlot slot) => new(
        input, rows.ToDictionary(row => row.Key, row => Converted(slot, row.Value), StringComparer.Ordinal), Converted(slot, otherwise));

    /// <inheritdoc/>
    public override bool Follows(ICollection<Expression> words) => input.Follows(words);

    /// <inheritdoc/>
    public override bool IsConstant => input.IsConstant;

    /// <inheritdoc/>
    public override IEnumerable<XenClass> Reads => input.Reads;

    /// <inheritdoc/>
    public override XenValue Of(Reading reading, in Origin origin)
    {
        var value = input.Of(reading, origin);
        return !value.IsNull && rows.TryGetValue(value.Text, out var row) ? row : otherwise;
    }

    private static XenValue Converted(Schema.CimSlot slot, XenValue value) => XenValue.Of(CimConversion.To(slot, value));
}
