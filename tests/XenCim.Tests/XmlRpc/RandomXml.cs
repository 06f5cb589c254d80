using System.Text;

namespace XenCim.Tests.XmlRpc;

/// <summary>Makes documents that are XML, mostly, and spoils them a little.</summary>
internal static class RandomXml
{
    private static readonly string[] Names = ["a", "b", "value", "string", "x:y", "_z", "a-1.2"];

    private static readonly string[] Texts =
        ["x", " ", "\n", "\r\n", "\r", "\t", "&lt;", "&gt;", "&amp;", "&quot;", "&apos;", "&#65;", "&#x10FFFF;", "&#13;", "&#0;", "&#xD800;", "&#xFFFE;", "&#;", "&#x;", "&nbsp;", "&", "]]", "]]>", ">", "é", "日本", "😀", "\uFFFD", "\uFFFE", "\u0001", "\u0085", "\u007F", "text text text text text text"];

    private static readonly string[] Markup =
        ["<!---->", "<!-- c - c -->", "<!-- -- -->", "<!--->", "<![CDATA[]]>", "<![CDATA[<&>\r\n\r]] >]]>", "<![CDATA[ ]]>", "<?p?>", "<?p  q?r?>", "<?XmL a?>", "<?p", "<!DOCTYPE a>", "<!ENTITY a 'b'>", "<![cdata[]]>", "<?a:b c?>"];

    private static readonly string[] Prologues =
        ["", "", "", "\uFEFF", "<?xml version='1.0'?>", "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n", "<?xml version='1.0' encoding='US-ASCII' standalone='yes' ?>", "<?xml version = '1.0'  encoding= 'UTF-8'?>", " <?xml version='1.0'?>", "<?xml version='1.1'?>", "<?xml encoding='utf-8'?>", "<?xml version='1.0' standalone='maybe'?>", "<?xml version='1.0'encoding='utf-8'?>", "<?xml?>"];

    private static readonly string[] Attributes =
        [" a='1'", " b=\"2\"", " c = '&lt;&#10;'", " d='\"'", " e='<'", " f='&x;'", "\ng=''", " h", " i=j", " a='2'", "k='>'", " l='\r\n\t'"];

    /// <summary>A document.</summary>
    public static byte[] Document(Random random)
    {
        var text = new StringBuilder(Pick(random, Prologues));
        Misc(random, text);
        Element(random, text, random.Next(5));
        Misc(random, text);
        return Spoil(random, Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>The document with a few bytes changed, lost, doubled or swapped; as it was, half of the time.</summary>
    public static byte[] Spoil(Random random, byte[] document)
    {
        var bytes = document.ToList();
        for (var i = random.Next(2) == 0 ? 0 : random.Next(1, 4); i > 0 && bytes.Count > 0; i--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.Insert(at, (byte)"<>/&;!?-[]='\" \r\nax:0"[random.Next(20)]);
                    break;
                case 3:
                    bytes.RemoveRange(at, Math.Min(random.Next(8), bytes.Count - at));
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(16), bytes.Count - at)));
                    break;
            }
        }

        return [.. bytes];
    }

    public static T Pick<T>(Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];

    private static void Element(Random random, StringBuilder text, int depth)
    {
        var name = Pick(random, Names);
        text.Append('<').Append(name);
        for (var i = random.Next(4) == 0 ? random.Next(4) : 0; i > 0; i--)
        {
            // Two in three are sound.
            text.Append(random.Next(3) > 0 ? $" n{i}='v'" : Pick(random, Attributes));
        }

        text.Append(random.Next(8) == 0 ? " " : "");
        if (random.Next(6) == 0)
        {
            text.Append("/>");
            return;
        }

        text.Append('>');
        for (var i = random.Next(4); i > 0; i--)
        {
            switch (random.Next(6))
            {
                case 0:
                    // The first half is sound.
                    text.Append(random.Next(4) > 0 ? Markup[random.Next(2)] : Pick(random, Markup));
                    break;
                case 1 or 2 when depth > 0:
                    Element(random, text, depth - 1);
                    break;
                default:
                    text.Append(random.Next(4) > 0 ? Texts[random.Next(13)] : Pick(random, Texts));
                    break;
            }
        }

        text.Append("</").Append(name).Append(random.Next(8) == 0 ? "\n" : "").Append('>');
    }

    private static void Misc(Random random, StringBuilder text)
    {
        if (random.Next(4) == 0)
        {
            text.Append(random.Next(8) == 0 ? Pick(random, Markup) : "<!-- m -->").Append(random.Next(2) == 0 ? "\n" : "");
        }
    }
}
