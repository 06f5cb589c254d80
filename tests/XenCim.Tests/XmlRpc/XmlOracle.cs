using System.Text;
using System.Xml;
using Wire.Xml;
using XmlText = Wire.Xml.XmlText;

namespace XenCim.Tests.XmlRpc;

/// <summary>Tells what is in a document, once in the words of our scanner and once in those of System.Xml.</summary>
internal static class XmlOracle
{
    private const int Deepest = 200;

    /// <summary>Tags and texts as our scanner sees them.</summary>
    /// <exception cref="XmlError">It refuses the document.</exception>
    public static string Ours(byte[] document)
    {
        var seen = new StringBuilder();
        var text = new StringBuilder();
        var scanner = new XmlScanner(document, new (int, int)[Deepest]);
        scanner.Begin();
        var depth = 0;
        do
        {
            scanner.ScanText();
            text.Append(depth == 0 ? "" : Meant(scanner));
            var tag = scanner.ScanTag();
            Tell(seen, text);
            seen.Append(tag == TagKind.End ? "</" : "<").Append(Encoding.UTF8.GetString(scanner.Name)).Append('>');
            seen.Append(tag == TagKind.Empty ? $"</{Encoding.UTF8.GetString(scanner.Name)}>" : "");
            depth += tag switch { TagKind.Start => 1, TagKind.End => -1, _ => 0 };
        }
        while (depth > 0);
        scanner.Finish();
        return seen.ToString();
    }

    /// <summary>Tags and texts as System.Xml sees them; null where it has a name that is not of ASCII.</summary>
    /// <exception cref="XmlException">It refuses the document.</exception>
    public static string? Theirs(byte[] document)
    {
        var seen = new StringBuilder();
        var text = new StringBuilder();
        var isAscii = true;
        using var reader = new XmlTextReader(new MemoryStream(document)) { Namespaces = false, Normalization = true, EntityHandling = EntityHandling.ExpandEntities, DtdProcessing = DtdProcessing.Prohibit, WhitespaceHandling = WhitespaceHandling.All };
        while (reader.Read())
        {
            isAscii &= Ascii.IsValid(reader.Name);
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    Tell(seen, text);
                    seen.Append('<').Append(reader.Name).Append('>').Append(reader.IsEmptyElement ? $"</{reader.Name}>" : "");
                    while (reader.MoveToNextAttribute())
                    {
                        isAscii &= Ascii.IsValid(reader.Name);
                    }

                    break;
                case XmlNodeType.XmlDeclaration when reader.GetAttribute("version") != "1.0":
                    throw new XmlException("It lets anything pass that begins with 1.0.");
                case XmlNodeType.EndElement:
                    Tell(seen, text);
                    seen.Append("</").Append(reader.Name).Append('>');
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace when reader.Depth > 0:
                    text.Append(reader.Value);
                    break;
            }
        }

        return isAscii ? seen.ToString() : null;
    }

    private static string Meant(in XmlScanner scanner)
    {
        if (scanner.IsPlain)
        {
            return Encoding.UTF8.GetString(scanner.Text);
        }

        var meant = new byte[scanner.TextLength];
        return Encoding.UTF8.GetString(meant, 0, XmlText.Decode(scanner.Text, meant));
    }

    private static void Tell(StringBuilder seen, StringBuilder text)
    {
        seen.Append(text.Length > 0 ? $"[{text}]" : "");
        text.Clear();
    }
}
