using XenApi.Core.Model;

namespace Cim.Provider.Mapping;

/// <summary>A value through a table. What is in no row, NULL too, comes out as the table says of all others.</summary>
internal sealed class TableExpression(Expression input, IReadOnlyDictionary<string, XenValue> rows, XenValue otherwise) : Expression
{
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
}
