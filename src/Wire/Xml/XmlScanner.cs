using System.Buffers;

namespace Wire.Xml;

/// <summary>
/// Walks through a document, text and tag in turn, and refuses it where it is no XML 1.0. It makes nothing: names and
/// texts are places in the document. Names are of ASCII, attributes are checked and can be asked for, and document
/// types are refused, so that no entity can be declared.
/// </summary>
/// <param name="document">The document, UTF-8.</param>
/// <param name="open">Room for the elements that are open; its size is how deep they may lie.</param>
internal ref struct XmlScanner(ReadOnlySpan<byte> document, Span<(int Start, int Length)> open)
{
    private static readonly SearchValues<byte> Marks = SearchValues.Create("<&\r]"u8);

    private readonly ReadOnlySpan<byte> document = document;
    private readonly Span<(int Start, int Length)> open = open;
    private int depth;
    private bool hasRoot;

    /// <summary>Where the scanner is, in bytes.</summary>
    public int At { get; private set; }

    /// <summary>Where the last text begins.</summary>
    public int TextStart { get; private set; }

    /// <summary>The length of the last text in bytes.</summary>
    public int TextLength { get; private set; }

    /// <summary>Whether the last text stands for itself: no reference, section, comment or carriage return is in it.</summary>
    public bool IsPlain { get; private set; }

    /// <summary>Whether the last text is nothing but white space and comments.</summary>
    public readonly bool IsBlank => TextLength == 0 || XmlText.IsBlank(Text);

    /// <summary>The last text as it stands.</summary>
    public readonly ReadOnlySpan<byte> Text => document.Slice(TextStart, TextLength);

    /// <summary>The name in the last tag.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The attributes of the last tag that begins an element, as they stand.</summary>
    public ReadOnlySpan<byte> Attributes { get; private set; }

    /// <summary>Begins: encoding, characters, declaration.</summary>
    public void Begin()
    {
        At = XmlDeclaration.Check(document);
        XmlCharacters.Check(document);
    }

    /// <summary>Walks to the next tag, or to the end of the document.</summary>
    public void ScanText()
    {
        TextStart = At;
        IsPlain = true;
        while (true)
        {
            var found = document[At..].IndexOfAny(Marks);
            if (found < 0)
            {
                At = document.Length;
                break;
            }

            At += found;
            if (document[At] == '<')
            {
                if (At + 1 < document.Length && document[At + 1] is not ((byte)'!' or (byte)'?'))
                {
                    break;
                }

                ScanMarkup();
            }
            else
            {
                ScanMark();
            }
        }

        TextLength = At - TextStart;
        if (depth == 0 && !IsBlank)
        {
            Refuse(TextStart, "There is text outside of the document's element");
        }
    }

    /// <summary>Reads the tag that the scanner stands before.</summary>
    public TagKind ScanTag()
    {
        if (At >= document.Length)
        {
            Refuse(At, depth > 0 ? $"The document ends before {Open(depth - 1)} ends" : "An element was expected");
        }

        return At + 1 < document.Length && document[At + 1] == '/' ? ScanEnd() : ScanStart();
    }

    /// <summary>Checks that nothing follows.</summary>
    public void Finish()
    {
        ScanText();
        if (At < document.Length)
        {
            ScanTag();
        }
    }

    private TagKind ScanEnd()
    {
        if (depth == 0)
        {
            Refuse(At, "No element is open that could end");
        }

        var (start, length) = open[depth - 1];
        var rest = document[(At + 2)..];
        if (!rest.StartsWith(document.Slice(start, length)))
        {
            Refuse(At, $"The end of {Open(depth - 1)} was expected");
        }

        var end = length;
        while (end < rest.Length && XmlCharacters.IsBlank(rest[end]))
        {
            end++;
        }

        if (end >= rest.Length || rest[end] != '>')
        {
            Refuse(At, $"The end of {Open(depth - 1)} was expected");
        }

        Name = rest[..length];
        At += end + 3;
        depth--;
        return TagKind.End;
    }

    private TagKind ScanStart()
    {
        if (depth == 0 && hasRoot)
        {
            Refuse(At, "A second element follows the document's one");
        }

        if (depth == open.Length)
        {
            XmlError.Throw(XmlErrorKind.LimitExceeded, document, At, "The elements lie too deep in each other");
        }

        hasRoot = true;
        var start = At + 1;
        var length = XmlName.Length(document[start..]);
        if (length == 0)
        {
            Refuse(start, "The name of an element was expected");
        }

        Name = document.Slice(start, length);
        At = start + length;
        Attributes = default;
        if (At < document.Length && document[At] != '>')
        {
            At = XmlAttributes.Check(document, At);
            Attributes = document[(start + length)..At];
        }

        if (At < document.Length && document[At] == '>')
        {
            At++;
            open[depth++] = (start, length);
            return TagKind.Start;
        }

        if (!document[At..].StartsWith("/>"u8))
        {
            Refuse(At, "The tag was expected to end");
        }

        At += 2;
        return TagKind.Empty;
    }

    private void ScanMark()
    {
        if (document[At] == '&')
        {
            IsPlain = false;
            At += XmlReference.Check(document, At);
            return;
        }

        if (document[At] == '\r')
        {
            IsPlain = false;
        }
        else if (document[At..].StartsWith("]]>"u8))
        {
            Refuse(At, "]]> is forbidden in text");
        }

        At++;
    }

    private void ScanMarkup()
    {
        IsPlain = false;
        var rest = document[At..];
        var length =
            rest.StartsWith("<!--"u8) ? XmlName.LengthOfComment(rest) :
            rest.StartsWith("<?"u8) ? XmlName.LengthOfInstruction(rest) :
            rest.StartsWith("<![CDATA["u8) ? XmlName.LengthOfSection(rest) : 0;
        if (length <= 0)
        {
            Refuse(At, rest.StartsWith("<!DOCTYPE"u8) ? "Document types are refused" : "A comment, an instruction or a section was expected, whole");
        }

        At += length;
    }

    private readonly string Open(int level) =>
        $"<{System.Text.Encoding.UTF8.GetString(document.Slice(open[level].Start, Math.Min(open[level].Length, 64)))}>";

    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    private readonly void Refuse(int at, string message) => XmlError.Throw(XmlErrorKind.NotWellFormed, document, at, message);
}
