namespace Cim.Provider.Mapping;

/// <summary>A field of the server itself.</summary>
internal sealed class ServerExpression(ServerFacts facts, FieldType type, Func<ServerFacts, XenValue> value) : Expression
{
    /// <inheritdoc/>
    public override FieldType Type => type;

    /// <inheritdoc/>
    public override XenValue Of(Reading reading, in Origin origin) => value(facts);
}
