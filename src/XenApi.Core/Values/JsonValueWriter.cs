using System.Buffers;
using System.Text.Json;
using XenApi.Core.Declarations;

namespace XenApi.Core.Values;

/// <summary>Writes values as JSON: for the rows of the journal and for the results of tasks.</summary>
public sealed class JsonValueWriter(IBufferWriter<byte> output, ApiVersion version) : ValueWriter
{
    private readonly Utf8JsonWriter json = new(output, new() { SkipValidation = true });

    /// <inheritdoc/>
    public override ApiVersion Version => version;

    /// <summary>Hands over what is written.</summary>
    public void Flush() => json.Flush();

    /// <summary>Begins anew on another output.</summary>
    public void Reset(IBufferWriter<byte> next) => json.Reset(next);

    /// <inheritdoc/>
    public override void String(string value) => json.WriteStringValue(value);

    /// <inheritdoc/>
    public override void String(ReadOnlySpan<byte> utf8) => json.WriteStringValue(utf8);

    /// <inheritdoc/>
    public override void Int(long value) => json.WriteNumberValue(value);

    /// <inheritdoc/>
    public override void Double(double value) => json.WriteNumberValue(value);

    /// <inheritdoc/>
    public override void Bool(bool value) => json.WriteBooleanValue(value);

    /// <inheritdoc/>
    public override void DateTime(DateTimeOffset value) => json.WriteStringValue(value.UtcDateTime);

    /// <inheritdoc/>
    public override void Ref(Guid? id)
    {
        if (id is { } known)
        {
            json.WriteStringValue(known);
        }
        else
        {
            json.WriteStringValue(""u8);
        }
    }

    /// <inheritdoc/>
    public override void Void() => json.WriteStringValue(""u8);

    /// <inheritdoc/>
    public override void BeginSet() => json.WriteStartArray();

    /// <inheritdoc/>
    public override void EndSet() => json.WriteEndArray();

    /// <inheritdoc/>
    public override void BeginMap() => json.WriteStartObject();

    /// <inheritdoc/>
    public override void Key(ReadOnlySpan<byte> utf8) => json.WritePropertyName(utf8);

    /// <inheritdoc/>
    public override void Key(string key) => json.WritePropertyName(key);

    /// <inheritdoc/>
    public override void EndMap() => json.WriteEndObject();
}
