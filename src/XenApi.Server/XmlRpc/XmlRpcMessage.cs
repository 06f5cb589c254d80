using System.Text;
using Wire.Xml;

namespace XenApi.Server.XmlRpc;

/// <summary>
/// A call as it came: the whole document is checked before anything of it is used, and each value's place in it is
/// noted down in order, so that reading is walking along the notes.
/// </summary>
internal sealed class XmlRpcMessage
{
    private const int NodesKept = 4096;

    private readonly char[] method;
    private readonly (int, int)[] open;
    private int methodLength;
    private Node[] nodes = new Node[64];

    public XmlRpcMessage(XmlRpcLimits limits)
    {
        Limits = limits;
        method = new char[limits.MethodNameBytes];
        open = new (int, int)[(limits.Depth * XmlRpcParser.ElementsPerLevel) + XmlRpcParser.ElementsAround];
    }

    public XmlRpcLimits Limits { get; }

    /// <summary>The name of the message.</summary>
    public ReadOnlySpan<char> Method => method.AsSpan(0, methodLength);

    /// <summary>How many parameters there are.</summary>
    public int Parameters { get; set; }

    /// <summary>How many notes there are.</summary>
    public int Count { get; private set; }

    /// <summary>The notes.</summary>
    public ReadOnlySpan<Node> Nodes => nodes.AsSpan(0, Count);

    /// <summary>The document.</summary>
    public ReadOnlyMemory<byte> Document { get; private set; }

    /// <summary>Checks a document and notes down what is in it.</summary>
    /// <exception cref="XmlError">It is no call.</exception>
    public void Read(ReadOnlyMemory<byte> document)
    {
        Document = document;
        Count = 0;
        Parameters = 0;
        methodLength = 0;
        new XmlRpcParser(document.Span, open, this).Read();
    }

    /// <summary>Lets go of the document, and of more notes than most messages need.</summary>
    public void Clear()
    {
        Document = default;
        if (nodes.Length > NodesKept)
        {
            nodes = new Node[64];
        }
    }

    public void SetMethod(ReadOnlySpan<byte> name) => methodLength = Encoding.UTF8.GetChars(name, method);

    public int Add(Node node)
    {
        if (Count == nodes.Length)
        {
            Array.Resize(ref nodes, nodes.Length * 2);
        }

        node.End = Count + 1;
        nodes[Count] = node;
        return Count++;
    }

    /// <summary>Notes that all that was added since the node lies in it.</summary>
    public void Close(int node) => nodes[node].End = Count;
}
