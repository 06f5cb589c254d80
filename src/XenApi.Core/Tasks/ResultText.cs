using System.Text;
using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Memory;
using XenApi.Core.Values;

namespace XenApi.Core.Tasks;

/// <summary>
/// Takes the result of a call that ran as a task. A scalar is kept as its text, nothing as an empty string, and a
/// set, map or record as JSON: the field <c>result</c> of a task is a string.
/// </summary>
internal sealed class ResultText : ValueWriter
{
    // A task is kept for long. Whoever asks for that much gets it from the call itself.
    private const int LengthMost = 1 << 20;

    private readonly System.Buffers.ArrayBufferWriter<byte> buffer = new();
    private readonly JsonValueWriter json;
    private string? scalar;
    private int depth;

    public ResultText(ApiVersion version)
    {
        Version = version;
        json = new(buffer, version);
    }

    public override ApiVersion Version { get; }

    /// <summary>About how many characters there are.</summary>
    public int Length { get; private set; }

    public string Text
    {
        get
        {
            if (scalar is not null)
            {
                return scalar;
            }

            json.Flush();
            return Encoding.UTF8.GetString(buffer.WrittenSpan);
        }
    }

    public override void String(string value) => Write(value, value, static (json, v) => json.String(v));

    public override void String(ReadOnlySpan<byte> utf8) => String(Encoding.UTF8.GetString(utf8));

    public override void Int(long value) => Write(value, FormattableString.Invariant($"{value}"), static (json, v) => json.Int(v));

    public override void Double(double value) => Write(value, FormattableString.Invariant($"{value:R}"), static (json, v) => json.Double(v));

    public override void Bool(bool value) => Write(value, value ? "true" : "false", static (json, v) => json.Bool(v));

    public override void DateTime(DateTimeOffset value) => Write(value, FormattableString.Invariant($"{value.UtcDateTime:yyyyMMdd'T'HH:mm:ss}"), static (json, v) => json.DateTime(v));

    public override void Ref(Guid? id) => Write(id, id?.ToString() ?? "", static (json, v) => json.Ref(v));

    public override void Void() => scalar = "";

    public override void BeginSet()
    {
        depth++;
        json.BeginSet();
    }

    public override void EndSet()
    {
        depth--;
        json.EndSet();
    }

    public override void BeginMap()
    {
        depth++;
        json.BeginMap();
    }

    public override void EndMap()
    {
        depth--;
        json.EndMap();
    }

    public override void Key(ReadOnlySpan<byte> utf8)
    {
        Count(utf8.Length);
        json.Key(utf8);
    }

    public override void Key(string key)
    {
        Count(key.Length);
        json.Key(key);
    }

    private void Write<T>(T value, string text, Action<JsonValueWriter, T> inside)
    {
        Count(text.Length);
        if (depth == 0)
        {
            scalar = text;
        }
        else
        {
            inside(json, value);
        }
    }

    private void Count(int more)
    {
        Length += more;
        if (Length > LengthMost)
        {
            throw Errors.ValueNotSupported("task.result", "", $"would be longer than {LengthMost} characters; make the call without Async");
        }
    }
}
