using System.Globalization;
using System.Text.Json;
using XenApi.Core.Faults;

namespace XenApi.Core.Values;

/// <summary>Reads values from JSON: the rows of the journal. The mirror image of <see cref="JsonValueWriter"/>.</summary>
/// <remarks>Text that is no JSON at all is a <see cref="JsonException"/>.</remarks>
public sealed class JsonValueReader : ValueReader
{
    private const int NameLengthMost = 48;
    private const int NamesMost = 512;

    private static readonly JsonReaderOptions Options = new() { AllowMultipleValues = true };

    // Rows of one class bear the same names again and again: each is one string.
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly Stack<HashSet<string>> open = [];
    private readonly Stack<HashSet<string>> spare = [];
    private ReadOnlyMemory<byte> json;
    private JsonReaderState state;
    private int offset;

    /// <summary>A reader of the values that stand in the text one after the other.</summary>
    public JsonValueReader(ReadOnlyMemory<byte> json) => Reset(json);

    /// <inheritdoc/>
    public override ValueKind Kind => Peek() switch
    {
        0 => ValueKind.End,
        (byte)'"' => ValueKind.String,
        (byte)'{' => ValueKind.Map,
        (byte)'[' => ValueKind.Set,
        (byte)'t' or (byte)'f' => ValueKind.Bool,
        (byte)'n' => ValueKind.Null,
        _ => IsWhole() ? ValueKind.Int : ValueKind.Double,
    };

    /// <summary>Begins anew on another text.</summary>
    public void Reset(ReadOnlyMemory<byte> next)
    {
        json = next;
        offset = 0;
        state = new(Options);
        while (open.TryPop(out var keys))
        {
            spare.Push(keys);
        }
    }

    /// <inheritdoc/>
    public override string String()
    {
        var reader = Next();
        return reader.TokenType == JsonTokenType.String ? Taken(ref reader, reader.GetString()!) : throw Wrong(ref reader, "must be text");
    }

    /// <inheritdoc/>
    public override long Int()
    {
        var reader = Next();
        return reader.TokenType switch
        {
            JsonTokenType.Number when reader.TryGetInt64(out var number) => Taken(ref reader, number),
            JsonTokenType.String when long.TryParse(reader.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) =>
                Taken(ref reader, number),
            _ => throw Wrong(ref reader, "must be a whole number of 64 bits"),
        };
    }

    /// <inheritdoc/>
    public override double Double()
    {
        var reader = Next();
        return reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number)
            ? Taken(ref reader, number)
            : throw Wrong(ref reader, "must be a number");
    }

    /// <inheritdoc/>
    public override bool Bool()
    {
        var reader = Next();
        return reader.TokenType switch
        {
            JsonTokenType.True => Taken(ref reader, true),
            JsonTokenType.False => Taken(ref reader, false),
            JsonTokenType.Number when reader.TryGetInt64(out var number) && number is 0 or 1 => Taken(ref reader, number == 1),
            _ => throw Wrong(ref reader, "must be true or false"),
        };
    }

    /// <inheritdoc/>
    public override DateTimeOffset DateTime()
    {
        var reader = Next();
        return reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var moment)
            ? Taken(ref reader, moment.ToUniversalTime())
            : throw Wrong(ref reader, "must be a date and time");
    }

    /// <inheritdoc/>
    public override Guid? Ref(string className)
    {
        var reader = Next();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return Taken<Guid?>(ref reader, null);
        }

        if (reader.TokenType != JsonTokenType.String)
        {
            throw Wrong(ref reader, $"must be a reference to a {className}");
        }

        if (reader.TryGetGuid(out var id))
        {
            return Taken(ref reader, id);
        }

        var text = reader.GetString()!;
        return Wire.TryRef(text, out var read) ? Taken(ref reader, read) : throw Errors.HandleInvalid(className, Collections.Shortened(text));
    }

    /// <inheritdoc/>
    public override void BeginSet() => Begin(JsonTokenType.StartArray, "must be a set");

    /// <inheritdoc/>
    public override bool NextItem()
    {
        if (Peek() != ']')
        {
            return true;
        }

        var reader = Next();
        return Taken(ref reader, false);
    }

    /// <inheritdoc/>
    public override void BeginMap()
    {
        Begin(JsonTokenType.StartObject, "must be a map or a record");
        var keys = spare.TryPop(out var used) ? used : new(StringComparer.Ordinal);
        keys.Clear();
        open.Push(keys);
    }

    /// <inheritdoc/>
    public override bool NextKey(out string key)
    {
        var reader = Next();
        if (reader.TokenType != JsonTokenType.PropertyName)
        {
            spare.Push(open.Pop());
            key = "";
            return Taken(ref reader, false);
        }

        key = Name(ref reader);
        if (!open.Peek().Add(key))
        {
            throw Errors.MapDuplicateKey(Collections.Shortened(key), "", "");
        }

        return Taken(ref reader, true);
    }

    /// <inheritdoc/>
    public override void Skip()
    {
        var reader = Next();
        reader.Skip();
        Taken(ref reader, true);
    }

    private void Begin(JsonTokenType token, string reason)
    {
        var reader = Next();
        if (reader.TokenType != token)
        {
            throw Wrong(ref reader, reason);
        }

        Taken(ref reader, true);
    }

    private Utf8JsonReader Next()
    {
        var reader = new Utf8JsonReader(json.Span[offset..], isFinalBlock: true, state);
        return reader.Read() ? reader : throw Errors.ValueNotSupported(Subject, "", "is missing");
    }

    private T Taken<T>(ref Utf8JsonReader reader, T value)
    {
        offset += (int)reader.BytesConsumed;
        state = reader.CurrentState;
        return value;
    }

    private ApiError Wrong(ref Utf8JsonReader reader, string reason) =>
        Errors.ValueNotSupported(Subject, Collections.Shortened(System.Text.Encoding.UTF8.GetString(reader.ValueSpan)), reason);

    private string Name(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length > NameLengthMost)
        {
            return reader.GetString()!;
        }

        Span<char> text = stackalloc char[NameLengthMost];
        text = text[..reader.CopyString(text)];
        var known = names.GetAlternateLookup<ReadOnlySpan<char>>();
        if (known.TryGetValue(text, out var name))
        {
            return name;
        }

        name = text.ToString();
        if (names.Count < NamesMost)
        {
            names.Add(name);
        }

        return name;
    }

    private byte Peek()
    {
        var rest = json.Span[offset..].TrimStart(" \t\r\n,"u8);
        return rest.IsEmpty ? (byte)0 : rest[0];
    }

    private bool IsWhole()
    {
        var reader = Next();
        return reader.TokenType == JsonTokenType.Number && reader.ValueSpan.IndexOfAny(".eE"u8) < 0;
    }
}
