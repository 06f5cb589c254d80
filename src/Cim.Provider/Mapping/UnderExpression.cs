using XenApi.Core.Model;
using XenApi.Core.Values;

namespace Cim.Provider.Mapping;

/// <summary>The entries of a map whose keys begin with a text and a slash, as <c>0/ip</c> is under 0.</summary>
internal sealed class UnderExpression(Expression map, Expression text) : Expression
{
    /// <inheritdoc/>
    public override FieldType Type => map.Type;

    /// <inheritdoc/>
    public override IEnumerable<XenClass> Reads => map.Reads.Concat(text.Reads);

    /// <inheritdoc/>
    public override XenValue Of(Reading reading, in Origin origin)
    {
        var (value, beginning) = (map.Of(reading, origin), text.Of(reading, origin));
        return value.Kind == ValueKind.Map && !beginning.IsNull
            ? XenValue.Of([.. value.Entries.Where(entry => entry.Key.Text.StartsWith($"{beginning.Text}/", StringComparison.Ordinal))])
            : XenValue.Null;
    }
}
