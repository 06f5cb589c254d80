using XenApi.Core.Model;

namespace Cim.Provider.Mapping;

/// <summary>A value through a conversion. NULL comes out as NULL, whatever the conversion.</summary>
internal sealed class FunctionExpression(Expression input, FieldType type, Func<XenValue, XenValue> convert) : Expression
{
    /// <inheritdoc/>
    public override FieldType Type => type;

    /// <inheritdoc/>
    public override bool IsConstant => input.IsConstant;

    /// <inheritdoc/>
    public override IEnumerable<XenClass> Reads => input.Reads;

    /// <inheritdoc/>
    public override XenValue Of(Reading reading, in Origin origin)
    {
        var value = input.Of(reading, origin);
        return value.IsNull ? value : convert(value);
    }
}
