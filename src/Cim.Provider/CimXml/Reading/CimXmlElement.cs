using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Wire.Xml;

namespace Cim.Provider.CimXml.Reading;

/// <summary>An element of a document.</summary>
internal readonly struct CimXmlElement(CimXmlDocument document, int index)
{
    private const int ShownMost = 64;
    private const int OnStack = 512;

    private ref readonly Node Node => ref document[index];

    private ReadOnlySpan<byte> NameBytes => document.Bytes.Span.Slice(Node.Start, Node.NameLength);

    /// <summary>The limits of the document.</summary>
    public CimXmlLimits Limits => document.Limits;

    /// <summary>The name, for messages.</summary>
    public string Name => Encoding.UTF8.GetString(NameBytes[..Math.Min(NameBytes.Length, ShownMost)]);

    /// <summary>Whether it has elements in it.</summary>
    public bool HasChildren => Node.End > index + 1;

    /// <summary>The elements right in it.</summary>
    public CimXmlElements Children => new(document, index + 1, Node.End);

    /// <summary>The text in it.</summary>
    public string Text
    {
        get
        {
            if (HasChildren)
            {
                Refuse($"<{Name}> was expected to have text only");
            }

            var raw = document.Bytes.Span.Slice(Node.TextStart, Node.TextLength);
            return Node.IsPlain ? Encoding.UTF8.GetString(raw) : Decoded(raw, isAttribute: false);
        }
    }

    /// <summary>Whether it has that name.</summary>
    public bool Is(ReadOnlySpan<byte> name) => NameBytes.SequenceEqual(name);

    /// <summary>An attribute; null where it is not there.</summary>
    public string? Attribute(ReadOnlySpan<byte> name)
    {
        for (var rest = document.Bytes.Span.Slice(Node.Start + Node.NameLength, Node.AttributesLength); XmlAttributes.TryTake(ref rest, out var found, out var value);)
        {
            if (found.SequenceEqual(name))
            {
                return value.IndexOfAny("&\t\r\n"u8) < 0 ? Encoding.UTF8.GetString(value) : Decoded(value, isAttribute: true);
            }
        }

        return null;
    }

    /// <summary>An attribute that must be there.</summary>
    public string Required(ReadOnlySpan<byte> name)
    {
        var value = Attribute(name);
        if (value is null)
        {
            Refuse($"<{Name}> was expected to have the attribute {Encoding.UTF8.GetString(name)}");
        }

        return value;
    }

    /// <summary>An attribute that is true or false.</summary>
    public bool Flag(ReadOnlySpan<byte> name, bool standard = false)
    {
        var text = Attribute(name);
        if (text is null)
        {
            return standard;
        }

        if (!bool.TryParse(text, out var flag))
        {
            Refuse($"{Encoding.UTF8.GetString(name)} of <{Name}> was expected to be true or false");
        }

        return flag;
    }

    /// <summary>The one element in it.</summary>
    public CimXmlElement Only()
    {
        if (!HasChildren || document[index + 1].End != Node.End)
        {
            Refuse($"One element was expected in <{Name}>");
        }

        return new(document, index + 1);
    }

    /// <summary>The one element in it; null where there is none.</summary>
    public CimXmlElement? OnlyIfAny() => HasChildren ? Only() : null;

    /// <summary>Refuses another name.</summary>
    public void Expect(ReadOnlySpan<byte> name)
    {
        if (!Is(name))
        {
            Refuse($"<{Encoding.UTF8.GetString(name)}> was expected, not <{Name}>");
        }
    }

    /// <summary>Says that it should not be there.</summary>
    /// <exception cref="XmlError">Always.</exception>
    [DoesNotReturn]
    public void RefuseName() => Refuse($"<{Name}> is not expected here");

    /// <summary>Refuses the document at this element.</summary>
    /// <exception cref="XmlError">Always.</exception>
    [DoesNotReturn]
    public void Refuse(string message) => XmlError.Throw(XmlErrorKind.NotExpected, document.Bytes.Span, Node.Start, message);

    private static string Decoded(ReadOnlySpan<byte> raw, bool isAttribute)
    {
        var rented = raw.Length > OnStack ? ArrayPool<byte>.Shared.Rent(raw.Length) : null;
        var meant = rented ?? stackalloc byte[OnStack];
        var length = isAttribute ? XmlAttributes.Decode(raw, meant) : XmlText.Decode(raw, meant);
        var text = Encoding.UTF8.GetString(meant[..length]);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return text;
    }
}
