using System.Globalization;
using Wire;
using Wire.Xml;
using XenApi.Core.Declarations;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Server.XmlRpc;

/// <summary>
/// Writes values as libxen can read them: without a white space between elements, and whole numbers as text. The
/// mirror image of <see cref="XmlRpcReader"/>.
/// </summary>
internal sealed class XmlRpcWriter : ValueWriter
{
    // More than any scalar of fixed size takes with its tags, and than the tags around a text take.
    private const int ScalarBytes = 96;
    private const int TagBytes = 32;
    private const int ShortChars = 256;

    private AnswerBuffer answer = null!;
    private ApiVersion version;
    private bool isFirstMember;

    /// <inheritdoc/>
    public override ApiVersion Version => version;

    /// <summary>Begins to write a value.</summary>
    public void Begin(AnswerBuffer next, ApiVersion seen)
    {
        answer = next;
        version = seen;
        isFirstMember = false;
    }

    /// <summary>Lets go of the answer.</summary>
    public void End() => answer = null!;

    /// <inheritdoc/>
    public override void String(string value)
    {
        if (value.Length == 0)
        {
            Void();
            return;
        }

        // Most texts are short and harmless: then tags and text are one step.
        if (value.Length <= ShortChars)
        {
            var span = answer.GetSpan(ShortChars + TagBytes);
            if (XmlEscape.TryCopy(value, span[15..]))
            {
                "<value><string>"u8.CopyTo(span);
                "</string></value>"u8.CopyTo(span[(15 + value.Length)..]);
                answer.Advance(TagBytes + value.Length);
                return;
            }
        }

        Put("<value><string>"u8);
        XmlEscape.Write(answer, value);
        Put("</string></value>"u8);
    }

    /// <inheritdoc/>
    public override void String(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length <= ShortChars)
        {
            var span = answer.GetSpan(ShortChars + TagBytes);
            if (XmlEscape.TryCopy(utf8, span[15..]))
            {
                "<value><string>"u8.CopyTo(span);
                "</string></value>"u8.CopyTo(span[(15 + utf8.Length)..]);
                answer.Advance(TagBytes + utf8.Length);
                return;
            }
        }

        Put("<value><string>"u8);
        XmlEscape.Write(answer, utf8);
        Put("</string></value>"u8);
    }

    /// <inheritdoc/>
    public override void Int(long value)
    {
        var span = answer.GetSpan(ScalarBytes);
        "<value><string>"u8.CopyTo(span);
        value.TryFormat(span[15..], out var length, default, CultureInfo.InvariantCulture);
        "</string></value>"u8.CopyTo(span[(15 + length)..]);
        answer.Advance(32 + length);
    }

    /// <inheritdoc/>
    public override void Double(double value)
    {
        var span = answer.GetSpan(ScalarBytes + XmlRpcDouble.LongestBytes);
        "<value><double>"u8.CopyTo(span);
        var length = XmlRpcDouble.Format(value, span.Slice(15, XmlRpcDouble.LongestBytes));
        "</double></value>"u8.CopyTo(span[(15 + length)..]);
        answer.Advance(32 + length);
    }

    /// <inheritdoc/>
    public override void Bool(bool value) =>
        Put(value ? "<value><boolean>1</boolean></value>"u8 : "<value><boolean>0</boolean></value>"u8);

    /// <inheritdoc/>
    public override void DateTime(DateTimeOffset value)
    {
        var span = answer.GetSpan(ScalarBytes);
        "<value><dateTime.iso8601>"u8.CopyTo(span);
        XmlRpcDate.Format(value, span.Slice(25, XmlRpcDate.Length));
        "</dateTime.iso8601></value>"u8.CopyTo(span[(25 + XmlRpcDate.Length)..]);
        answer.Advance(52 + XmlRpcDate.Length);
    }

    /// <inheritdoc/>
    public override void Ref(Guid? id)
    {
        if (id is not { } known)
        {
            Void();
            return;
        }

        var span = answer.GetSpan(ScalarBytes);
        "<value><string>"u8.CopyTo(span);
        known.TryFormat(span[15..], out _);
        "</string></value>"u8.CopyTo(span[51..]);
        answer.Advance(68);
    }

    /// <inheritdoc/>
    public override void Void() => Put("<value><string></string></value>"u8);

    /// <inheritdoc/>
    public override void BeginSet() => Put("<value><array><data>"u8);

    /// <inheritdoc/>
    public override void EndSet() => Put("</data></array></value>"u8);

    /// <inheritdoc/>
    public override void BeginMap()
    {
        Put("<value><struct>"u8);
        isFirstMember = true;
    }

    /// <inheritdoc/>
    public override void Key(ReadOnlySpan<byte> utf8)
    {
        // Such keys are names of fields and UUIDs: nothing in them needs an escape.
        var span = answer.GetSpan(utf8.Length + ScalarBytes);
        var tags = isFirstMember ? "<member><name>"u8 : "</member><member><name>"u8;
        isFirstMember = false;
        tags.CopyTo(span);
        utf8.CopyTo(span[tags.Length..]);
        "</name>"u8.CopyTo(span[(tags.Length + utf8.Length)..]);
        answer.Advance(tags.Length + utf8.Length + 7);
    }

    /// <inheritdoc/>
    public override void Key(string key)
    {
        BeginMember();
        XmlEscape.Write(answer, key);
        Put("</name>"u8);
    }

    /// <inheritdoc/>
    public override void EndMap()
    {
        Put(isFirstMember ? "</struct></value>"u8 : "</member></struct></value>"u8);
        isFirstMember = false;
    }

    /// <inheritdoc/>
    public override void Records(ReadOnlyMemory<XenObject> objects)
    {
        if (objects.Length == 0)
        {
            return;
        }

        var first = isFirstMember ? objects.Span[0] : null;
        isFirstMember = false;
        ManyHands.Write(answer, objects, (part, some) =>
        {
            var hand = new XmlRpcWriter { answer = part, version = version, isFirstMember = ReferenceEquals(some[0], first) };
            hand.Each(some);
        });
    }

    /// <summary>Writes the number of a fault, which alone travels as an integer.</summary>
    public void FaultNumber(int number)
    {
        var span = answer.GetSpan(ScalarBytes);
        "<value><int>"u8.CopyTo(span);
        number.TryFormat(span[12..], out var length, default, CultureInfo.InvariantCulture);
        "</int></value>"u8.CopyTo(span[(12 + length)..]);
        answer.Advance(26 + length);
    }

    /// <summary>Writes what is XML already.</summary>
    public void Put(ReadOnlySpan<byte> xml)
    {
        xml.CopyTo(answer.GetSpan(xml.Length));
        answer.Advance(xml.Length);
    }

    // A member ends when the next one begins, or with its map: so a value need not know where it stands.
    private void BeginMember()
    {
        Put(isFirstMember ? "<member><name>"u8 : "</member><member><name>"u8);
        isFirstMember = false;
    }
}
