using System.Text;
using Wire.Xml;

namespace XenApi.Server.XmlRpc;

/// <summary>
/// The grammar of a call. It takes what clients of the Xen API really send: sets without <c>data</c>, sets whose items
/// are in <c>param</c>, values without a type, and white space between elements.
/// </summary>
internal ref struct XmlRpcParser
{
    /// <summary>How many elements one level of sets and maps takes at most: struct, member, value.</summary>
    public const int ElementsPerLevel = 3;

    /// <summary>How many there are besides: methodCall, params, param, value and a type.</summary>
    public const int ElementsAround = 5;

    private const int ShownMost = 64;

    private readonly ReadOnlySpan<byte> document;
    private readonly XmlRpcMessage message;
    private readonly XmlRpcLimits limits;
    private XmlScanner scanner;

    public XmlRpcParser(ReadOnlySpan<byte> document, Span<(int Start, int Length)> open, XmlRpcMessage message)
    {
        this.document = document;
        this.message = message;
        limits = message.Limits;
        scanner = new(document, open);
    }

    /// <summary>methodCall ::= methodName params?</summary>
    public void Read()
    {
        scanner.Begin();
        Expect(TagKind.Start, "methodCall"u8);
        ReadMethodName();
        var tag = NextTag();
        if (tag != TagKind.End)
        {
            CheckName("params"u8);
            if (tag == TagKind.Start)
            {
                ReadParameters();
            }

            Expect(TagKind.End, "methodCall"u8);
        }

        scanner.Finish();
    }

    private void ReadMethodName()
    {
        Expect(TagKind.Start, "methodName"u8);
        ReadText();
        CheckLength(limits.MethodNameBytes, "The method's name");
        if (scanner.IsPlain)
        {
            message.SetMethod(scanner.Text);
        }
        else
        {
            var meant = new byte[scanner.TextLength];
            message.SetMethod(meant.AsSpan(0, XmlText.Decode(scanner.Text, meant)));
        }
    }

    // params ::= param*; param ::= value
    private void ReadParameters()
    {
        for (; NextTag() != TagKind.End; message.Parameters++)
        {
            CheckName("param"u8);
            ReadValue(1);
            Expect(TagKind.End, "param"u8);
        }
    }

    private void ReadValue(int depth)
    {
        var tag = NextTag();
        if (tag == TagKind.End)
        {
            Refuse("<value> was expected");
        }

        ReadValue(tag, depth);
    }

    // value ::= text | type
    private void ReadValue(TagKind tag, int depth)
    {
        CheckName("value"u8);
        if (tag == TagKind.Empty)
        {
            Add(new(scanner.At, 0, Shape.Text, true));
            return;
        }

        scanner.ScanText();
        tag = scanner.ScanTag();
        if (tag == TagKind.End)
        {
            AddText(Shape.Text);
            return;
        }

        if (!scanner.IsBlank)
        {
            Refuse("A value is text or one typed element, not both");
        }

        ReadTyped(tag, depth);
        Expect(TagKind.End, "value"u8);
    }

    private void ReadTyped(TagKind tag, int depth)
    {
        if (!ShapeNames.TryFind(scanner.Name, out var shape))
        {
            Refuse($"<{Shown(scanner.Name)}> is no type of XML-RPC");
        }

        if (shape is Shape.Set or Shape.Map)
        {
            if (depth > limits.Depth)
            {
                XmlError.Throw(XmlErrorKind.LimitExceeded, document, scanner.At, $"Sets and maps may lie {limits.Depth} deep in each other");
            }

            var node = Add(new(scanner.At, 0, shape, true));
            if (tag == TagKind.Start && shape == Shape.Set)
            {
                ReadSet(depth);
            }
            else if (tag == TagKind.Start)
            {
                ReadMap(depth);
            }

            message.Close(node);
        }
        else if (tag == TagKind.Empty)
        {
            Add(new(scanner.At, 0, shape, true));
        }
        else
        {
            ReadText();
            if (shape == Shape.Nil && !scanner.IsBlank)
            {
                Refuse("nil was expected to be empty");
            }

            AddText(shape);
        }
    }

    // array ::= (data | param*)?; data ::= value*; param ::= value. The form with param is libxen's.
    private void ReadSet(int depth)
    {
        var tag = NextTag();
        if (tag != TagKind.End && scanner.Name.SequenceEqual("data"u8))
        {
            while (tag == TagKind.Start && (tag = NextTag()) != TagKind.End)
            {
                ReadValue(tag, depth + 1);
                tag = TagKind.Start;
            }

            Expect(TagKind.End, "array"u8);
            return;
        }

        for (; tag != TagKind.End; tag = NextTag())
        {
            if (tag == TagKind.Empty || !scanner.Name.SequenceEqual("param"u8))
            {
                Refuse("<data> was expected in <array>");
            }

            ReadValue(depth + 1);
            Expect(TagKind.End, "param"u8);
        }
    }

    // struct ::= member*; member ::= name value
    private void ReadMap(int depth)
    {
        TagKind tag;
        while ((tag = NextTag()) != TagKind.End)
        {
            if (tag == TagKind.Empty || !scanner.Name.SequenceEqual("member"u8))
            {
                Refuse("<member> was expected in <struct>");
            }

            tag = NextTag();
            if (tag == TagKind.End || !scanner.Name.SequenceEqual("name"u8))
            {
                Refuse("<name> was expected in <member>");
            }

            if (tag == TagKind.Empty)
            {
                Add(new(scanner.At, 0, Shape.Name, true));
            }
            else
            {
                ReadText();
                AddText(Shape.Name);
            }

            ReadValue(depth + 1);
            Expect(TagKind.End, "member"u8);
        }
    }

    // Text up to the end of the element that it is in.
    private void ReadText()
    {
        scanner.ScanText();
        if (scanner.ScanTag() != TagKind.End)
        {
            Refuse("Text was expected");
        }
    }

    private void AddText(Shape shape)
    {
        CheckLength(limits.TextBytes, "A text");
        Add(new(scanner.TextStart, scanner.TextLength, shape, scanner.IsPlain));
    }

    private readonly int Add(Node node)
    {
        if (message.Count >= limits.Values)
        {
            XmlError.Throw(XmlErrorKind.LimitExceeded, document, scanner.At, $"A message may have {limits.Values} values and names");
        }

        return message.Add(node);
    }

    private readonly void CheckLength(int most, string what)
    {
        if (scanner.TextLength > most)
        {
            XmlError.Throw(XmlErrorKind.LimitExceeded, document, scanner.TextStart, $"{what} may have {most} bytes");
        }
    }

    private TagKind NextTag()
    {
        scanner.ScanText();
        if (!scanner.IsBlank)
        {
            XmlError.Throw(XmlErrorKind.NotExpected, document, scanner.TextStart, "An element was expected, not text");
        }

        return scanner.ScanTag();
    }

    private void Expect(TagKind tag, ReadOnlySpan<byte> name)
    {
        if (NextTag() != tag || !scanner.Name.SequenceEqual(name))
        {
            Refuse($"<{(tag == TagKind.End ? "/" : "")}{Shown(name)}> was expected");
        }
    }

    private readonly void CheckName(ReadOnlySpan<byte> name)
    {
        if (!scanner.Name.SequenceEqual(name))
        {
            Refuse($"<{Shown(name)}> was expected");
        }
    }

    private static string Shown(ReadOnlySpan<byte> name) => Encoding.UTF8.GetString(name[..Math.Min(name.Length, ShownMost)]);

    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    private readonly void Refuse(string message) => XmlError.Throw(XmlErrorKind.NotExpected, document, scanner.At, message);
}
