using System.Text;
using System.Xml;
using Wire.Xml;

namespace XenCim.Tests.XmlRpc;

public class XmlAttributeTests
{
    [Theory]
    [InlineData("<a x='1' y=\"2\"/>")]
    [InlineData("<a\n x = '&lt;&#65;&amp;&quot;&apos;&#x1F600;é' >b</a>")]
    [InlineData("<a x='a\r\nb\tc\rd\ne&#10;&#13;&#9;f'/>")]
    [InlineData("<a x='' y='>' z='\"/>'/>")]
    [InlineData("<a/>")]
    public void Means_what_System_Xml_says(string document)
    {
        var scanner = new XmlScanner(Encoding.UTF8.GetBytes(document), new (int, int)[4]);
        scanner.Begin();
        scanner.ScanText();
        scanner.ScanTag();
        var ours = new List<(string, string)>();
        for (var rest = scanner.Attributes; XmlAttributes.TryTake(ref rest, out var name, out var value);)
        {
            var meant = new byte[value.Length];
            ours.Add((Encoding.UTF8.GetString(name), Encoding.UTF8.GetString(meant, 0, XmlAttributes.Decode(value, meant))));
        }

        using var reader = new XmlTextReader(new MemoryStream(Encoding.UTF8.GetBytes(document))) { Normalization = true };
        reader.Read();
        var theirs = new List<(string, string)>();
        while (reader.MoveToNextAttribute())
        {
            theirs.Add((reader.Name, reader.Value));
        }

        ours.Should().Equal(theirs);
    }

    [Fact]
    public void A_tag_without_attributes_has_none_of_the_tag_before()
    {
        var scanner = new XmlScanner("<a x='1'><b></b></a>"u8, new (int, int)[4]);
        scanner.Begin();
        scanner.ScanText();
        scanner.ScanTag();
        scanner.Attributes.IsEmpty.Should().BeFalse();
        scanner.ScanText();
        scanner.ScanTag();
        scanner.Attributes.IsEmpty.Should().BeTrue();
    }
}
