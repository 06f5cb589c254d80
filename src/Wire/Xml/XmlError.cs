using System.Diagnostics.CodeAnalysis;

namespace Wire.Xml;

/// <summary>A document that cannot be taken: what was expected, and where. Each protocol tells it in its own way.</summary>
public sealed class XmlError : Exception
{
    private XmlError(XmlErrorKind kind, int offset, string message)
        : base(message)
    {
        Kind = kind;
        Offset = offset;
    }

    /// <summary>What kind of error.</summary>
    public XmlErrorKind Kind { get; }

    /// <summary>Where it is, in bytes from the beginning of the body.</summary>
    public int Offset { get; }

    /// <summary>Refuses a document at a place in it.</summary>
    /// <exception cref="XmlError">Always.</exception>
    [DoesNotReturn]
    internal static void Throw(XmlErrorKind kind, ReadOnlySpan<byte> document, int offset, string message)
    {
        var before = document[..Math.Min(offset, document.Length)];
        var line = before.Count((byte)'\n') + 1;
        var column = before.Length - before.LastIndexOf((byte)'\n');
        throw new XmlError(kind, offset, $"{message} (line {line}, column {column}, byte {offset})");
    }
}
