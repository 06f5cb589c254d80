using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Wire.Xml;
using XenApi.Core.Faults;
using XenApi.Core.Values;

namespace XenApi.Server.XmlRpc;

/// <summary>Reads the values of a call, in order. The mirror image of <see cref="XmlRpcWriter"/>.</summary>
/// <remarks>
/// It is as lenient as Xend was where nothing is lost: a number may come as an integer or as text of digits with
/// white space around it or a plus before it, true and false as 1 and 0, and any scalar where text is wanted.
/// </remarks>
internal sealed class XmlRpcReader(XmlRpcMessage message) : ValueReader
{
    private const int ScratchBytes = 256;
    private const int KeysKept = 1024;

    private readonly Frame[] frames = new Frame[message.Limits.Depth + 1];
    private int depth;
    private int next;

    /// <inheritdoc/>
    public override ValueKind Kind => next >= frames[depth].End ? ValueKind.End : message.Nodes[next].Shape switch
    {
        Shape.Int => ValueKind.Int,
        Shape.Double => ValueKind.Double,
        Shape.Bool => ValueKind.Bool,
        Shape.DateTime => ValueKind.DateTime,
        Shape.Nil => ValueKind.Null,
        Shape.Set => ValueKind.Set,
        Shape.Map => ValueKind.Map,
        _ => ValueKind.String,
    };

    /// <summary>Begins with the first parameter of the message.</summary>
    public void Begin()
    {
        depth = 0;
        next = 0;
        frames[0].End = message.Count;
        At("");
    }

    /// <inheritdoc/>
    public override string String()
    {
        ref readonly var node = ref Take("text");
        switch (node.Shape)
        {
            case Shape.Text:
                return Text(node);
            case Shape.Int:
                return IntOf(node).ToString(System.Globalization.CultureInfo.InvariantCulture);
            case Shape.Double:
                return XmlRpcDouble.Format(DoubleOf(node));
            case Shape.Bool:
                return BoolOf(node) ? "true" : "false";
            case Shape.Base64:
                return XmlRpcBase64.TryDecode(Text(node), out var text) ? text : throw Refused(node, "must be the base64 of text in UTF-8");
            default:
                throw Refused(node, "must be text");
        }
    }

    /// <inheritdoc/>
    public override long Int() => IntOf(Take("a whole number"));

    /// <inheritdoc/>
    public override double Double() => DoubleOf(Take("a number"));

    /// <inheritdoc/>
    public override bool Bool() => BoolOf(Take("true or false"));

    /// <inheritdoc/>
    public override DateTimeOffset DateTime()
    {
        ref readonly var node = ref Take("a date and time");
        Span<byte> scratch = stackalloc byte[ScratchBytes];
        return node.Shape is Shape.DateTime or Shape.Text && XmlRpcDate.TryParse(Short(node, scratch), out var value)
            ? value
            : throw Refused(node, "must be a date and time in UTC, YYYYMMDDTHH:MM:SS");
    }

    /// <inheritdoc/>
    public override Guid? Ref(string className)
    {
        ref readonly var node = ref Take("a reference");
        if (node.Shape == Shape.Nil)
        {
            return null;
        }

        if (node.Shape is Shape.Set or Shape.Map)
        {
            throw Refused(node, "must be a reference");
        }

        var raw = message.Document.Span.Slice(node.Start, node.Length);
        if (raw.Length == 36 && Utf8Parser.TryParse(raw, out Guid known, out var taken) && taken == raw.Length)
        {
            return known;
        }

        var text = Text(node);
        return Core.Values.Wire.TryRef(text, out var id) ? id : throw Errors.HandleInvalid(className, Collections.Shortened(text));
    }

    /// <inheritdoc/>
    public override void BeginSet() => Enter(Shape.Set, "a set");

    /// <inheritdoc/>
    public override bool NextItem() => !TryLeave();

    /// <inheritdoc/>
    public override void BeginMap()
    {
        Enter(Shape.Map, "a map");
        if (frames[depth].Keys is { } keys)
        {
            keys.Clear();
        }
        else
        {
            frames[depth].Keys = new(StringComparer.Ordinal);
        }
    }

    /// <inheritdoc/>
    public override bool NextKey(out string key)
    {
        if (TryLeave())
        {
            key = "";
            return false;
        }

        key = Text(message.Nodes[next]);
        if (!frames[depth].Keys!.Add(key))
        {
            throw Duplicate(key);
        }

        next++;
        return true;
    }

    /// <inheritdoc/>
    public override void Skip() => Take("a value");

    private ref readonly Node Take(string what)
    {
        if (next >= frames[depth].End)
        {
            throw Errors.ValueNotSupported(Subject, "", $"is missing: {what} was expected");
        }

        ref readonly var node = ref message.Nodes[next];
        next = node.End;
        return ref node;
    }

    private void Enter(Shape shape, string what)
    {
        var first = next + 1;
        ref readonly var node = ref Take(what);
        if (node.Shape != shape)
        {
            throw Refused(node, $"must be {what}");
        }

        ref var frame = ref frames[++depth];
        frame.First = first;
        frame.End = node.End;
        next = first;
    }

    private bool TryLeave()
    {
        if (next < frames[depth].End)
        {
            return false;
        }

        if (frames[depth].Keys is { Count: > KeysKept })
        {
            frames[depth].Keys = null;
        }

        depth--;
        return true;
    }

    private long IntOf(in Node node)
    {
        Span<byte> scratch = stackalloc byte[ScratchBytes];
        if (node.Shape is Shape.Int or Shape.Text)
        {
            var text = Short(node, scratch);
            if (Utf8Parser.TryParse(text, out long value, out var taken) && taken == text.Length)
            {
                return value;
            }
        }

        throw Refused(node, "must be a whole number of at most 64 bits, in decimal digits");
    }

    private double DoubleOf(in Node node)
    {
        Span<byte> scratch = stackalloc byte[ScratchBytes];
        return node.Shape is Shape.Double or Shape.Int or Shape.Text && XmlRpcDouble.TryParse(Short(node, scratch), out var value)
            ? value
            : throw Refused(node, "must be a finite number");
    }

    private bool BoolOf(in Node node)
    {
        Span<byte> scratch = stackalloc byte[ScratchBytes];
        if (node.Shape is Shape.Bool or Shape.Int)
        {
            var text = Short(node, scratch);
            if (text.SequenceEqual("1"u8) || (node.Shape == Shape.Bool && text.SequenceEqual("true"u8)))
            {
                return true;
            }

            if (text.SequenceEqual("0"u8) || (node.Shape == Shape.Bool && text.SequenceEqual("false"u8)))
            {
                return false;
            }
        }

        throw Refused(node, "must be a boolean, 0 or 1");
    }

    private string Text(in Node node)
    {
        var raw = message.Document.Span.Slice(node.Start, node.Length);
        if (node.IsPlain)
        {
            return Encoding.UTF8.GetString(raw);
        }

        var meant = ArrayPool<byte>.Shared.Rent(raw.Length);
        var text = Encoding.UTF8.GetString(meant, 0, XmlText.Decode(raw, meant));
        ArrayPool<byte>.Shared.Return(meant, clearArray: true);
        return text;
    }

    // The text of a number or its like, without the white space around it; cut where no number can be so long.
    private ReadOnlySpan<byte> Short(in Node node, Span<byte> scratch)
    {
        var raw = message.Document.Span.Slice(node.Start, node.Length);
        if (!node.IsPlain)
        {
            raw = raw.Length <= scratch.Length ? scratch[..XmlText.Decode(raw, scratch)] : [];
        }

        return XmlCharacters.Trim(raw);
    }

    private ApiError Refused(in Node node, string reason) => Errors.ValueNotSupported(Subject, Shown(node), reason);

    private string Shown(in Node node) => node.Shape switch
    {
        Shape.Set => "a set",
        Shape.Map => "a map",
        Shape.Nil => "nil",
        _ => Collections.Shortened(Text(node)),
    };

    private ApiError Duplicate(string key)
    {
        var at = frames[depth].First;
        while (Text(message.Nodes[at]) != key)
        {
            at = message.Nodes[at + 1].End;
        }

        return Errors.MapDuplicateKey(Collections.Shortened(key), Shown(message.Nodes[at + 1]), Shown(message.Nodes[next + 1]));
    }

    private struct Frame
    {
        public int First;
        public int End;
        public HashSet<string>? Keys;
    }
}
