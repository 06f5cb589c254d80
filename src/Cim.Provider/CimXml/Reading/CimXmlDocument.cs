using Wire.Xml;

namespace Cim.Provider.CimXml.Reading;

/// <summary>A document, checked as XML, with a note of every element: reading it is walking along the notes.</summary>
internal sealed class CimXmlDocument(CimXmlLimits limits)
{
    private const int NodesKept = 4096;

    private readonly (int Start, int Length)[] open = new (int, int)[limits.Depth];
    private readonly int[] parents = new int[limits.Depth];
    private Node[] nodes = new Node[64];
    private int count;

    /// <summary>Its limits.</summary>
    public CimXmlLimits Limits => limits;

    /// <summary>The bytes of it.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private set; }

    /// <summary>The outermost element.</summary>
    public CimXmlElement Root => new(this, 0);

    /// <summary>A note.</summary>
    public ref readonly Node this[int index] => ref nodes[index];

    /// <summary>Checks a document and notes down what is in it.</summary>
    /// <exception cref="XmlError">It is no XML, or has text beside elements.</exception>
    public void Read(ReadOnlyMemory<byte> bytes)
    {
        Bytes = bytes;
        count = 0;
        var scanner = new XmlScanner(bytes.Span, open);
        scanner.Begin();
        var depth = 0;
        do
        {
            scanner.ScanText();
            var tag = scanner.ScanTag();
            if (tag == TagKind.End)
            {
                Close(parents[--depth], in scanner);
                continue;
            }

            if (depth > 0)
            {
                RefuseText(in scanner);
            }

            var node = Add(in scanner);
            if (tag == TagKind.Start)
            {
                parents[depth++] = node;
            }
        }
        while (depth > 0);
        scanner.Finish();
    }

    /// <summary>Lets go of the document, and of more notes than most messages need.</summary>
    public void Clear()
    {
        Bytes = default;
        count = 0;
        if (nodes.Length > NodesKept)
        {
            nodes = new Node[64];
        }
    }

    private int Add(in XmlScanner scanner)
    {
        if (count >= limits.Elements)
        {
            XmlError.Throw(XmlErrorKind.LimitExceeded, Bytes.Span, scanner.At, $"A message may have {limits.Elements} elements");
        }

        if (count == nodes.Length)
        {
            Array.Resize(ref nodes, nodes.Length * 2);
        }

        Bytes.Span.Overlaps(scanner.Name, out var start);
        nodes[count] = new(start, scanner.Name.Length, scanner.Attributes.Length) { End = count + 1, IsPlain = true };
        return count++;
    }

    private void Close(int index, in XmlScanner scanner)
    {
        ref var node = ref nodes[index];
        if (count == index + 1)
        {
            node.TextStart = scanner.TextStart;
            node.TextLength = scanner.TextLength;
            node.IsPlain = scanner.IsPlain;
            if (!HasText(Bytes.Span.Slice(node.Start, node.NameLength)))
            {
                RefuseText(in scanner);
            }
        }
        else
        {
            RefuseText(in scanner);
        }

        node.End = count;
    }

    // DSP0201: all others have elements in them, or nothing.
    private static bool HasText(ReadOnlySpan<byte> name) => name.SequenceEqual("VALUE"u8) || name.SequenceEqual("KEYVALUE"u8) || name.SequenceEqual("HOST"u8);

    private void RefuseText(in XmlScanner scanner)
    {
        if (!scanner.IsBlank)
        {
            XmlError.Throw(XmlErrorKind.NotExpected, Bytes.Span, scanner.TextStart, "An element was expected, not text");
        }
    }
}
