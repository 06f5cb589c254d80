using System.Globalization;
using System.Text;
using System.Xml.Linq;
using CsCheck;
using Wire;
using XenApi.Core.Declarations;
using XenApi.Server.XmlRpc;

namespace XenCim.Tests.XmlRpc;

public class XmlRpcWireTests
{
    [Fact]
    public void What_is_written_is_read_back_equal() => WireValues.Any.Sample(value =>
    {
        var written = Written(value);
        var message = new XmlRpcMessage(XmlRpcLimits.Default);
        var reader = new XmlRpcReader(message);
        message.Read(Call(written));
        reader.Begin();
        var read = WireValues.Read(reader, value);
        reader.Kind.Should().Be(XenApi.Core.Values.ValueKind.End);
        WireValues.Same(read, Expected(value)).Should().BeTrue();
    }, iter: 1000);

    [Fact]
    public void System_Xml_reads_what_is_written() => WireValues.Any.Sample(value =>
    {
        using var reader = System.Xml.XmlReader.Create(new MemoryStream(Written(value)));
        WireValues.Same(Read(XElement.Load(reader, LoadOptions.PreserveWhitespace), value), Expected(value)).Should().BeTrue();
    }, iter: 1000);

    [Theory]
    [InlineData(0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(1, "1.0")]
    [InlineData(-12.5, "-12.5")]
    [InlineData(0.1, "0.1")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(1.5e16, "15000000000000000.0")]
    [InlineData(1.2345678901234567e19, "12345678901234567000.0")]
    [InlineData(1.5e-7, "0.00000015")]
    [InlineData(double.NaN, "nan")]
    [InlineData(double.PositiveInfinity, "inf")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void Numbers_with_a_point_have_no_exponent(double value, string text) =>
        Encoding.UTF8.GetString(Written(value)).Should().Be($"<value><double>{text}</double></value>");

    [Fact]
    public void The_longest_numbers_fit()
    {
        foreach (var value in (double[])[-double.Epsilon, double.MinValue, -2.2250738585072014E-308, -1.7976931348623157E+308, -4.9406564584124654E-320])
        {
            var text = XmlRpcDouble.Format(value);
            text.Should().NotContain("E");
            double.Parse(text, CultureInfo.InvariantCulture).Should().Be(value);
        }
    }

    [Fact]
    public void What_libxen_asks_for_is_written_to_the_letter()
    {
        var value = new Dictionary<string, object?>
        {
            ["text"] = "a < b > c & d\r\n\t]]> \u0001\uD800\uFFFF é😀",
            ["int"] = -5L,
            ["yes"] = true,
            ["no"] = false,
            ["at"] = new DateTimeOffset(2007, 5, 3, 23, 59, 58, 999, TimeSpan.FromHours(2)),
            ["ref"] = Guid.Parse("00000000-0000-0000-0000-000000000000"),
            ["null"] = null,
            ["none"] = new List<object?>(),
            ["some"] = new List<object?> { "x", new Dictionary<string, object?>() },
        };
        Encoding.UTF8.GetString(Written(value)).Should().Be(
            "<value><struct>"
            + "<member><name>text</name><value><string>a &lt; b &gt; c &amp; d&#13;\n\t]]&gt; \uFFFD\uFFFD\uFFFD é😀</string></value></member>"
            + "<member><name>int</name><value><string>-5</string></value></member>"
            + "<member><name>yes</name><value><boolean>1</boolean></value></member>"
            + "<member><name>no</name><value><boolean>0</boolean></value></member>"
            + "<member><name>at</name><value><dateTime.iso8601>20070503T21:59:58</dateTime.iso8601></value></member>"
            + "<member><name>ref</name><value><string>00000000-0000-0000-0000-000000000000</string></value></member>"
            + "<member><name>null</name><value><string></string></value></member>"
            + "<member><name>none</name><value><array><data></data></array></value></member>"
            + "<member><name>some</name><value><array><data><value><string>x</string></value><value><struct></struct></value></data></array></value></member>"
            + "</struct></value>");
    }

    [Fact]
    public void Text_that_is_UTF8_already_is_mended_too()
    {
        using var answer = new AnswerBuffer();
        var writer = new XmlRpcWriter();
        writer.Begin(answer, ApiVersion.Xend);
        writer.String([.. "a<é"u8, 0xFF, 0xC0, 0x80, 0, .. "b"u8]);
        Encoding.UTF8.GetString(answer.ToArray()).Should().Be("<value><string>a&lt;é\uFFFD\uFFFD\uFFFD\uFFFDb</string></value>");
    }

    internal static byte[] Written(object? value)
    {
        using var answer = new AnswerBuffer();
        var writer = new XmlRpcWriter();
        writer.Begin(answer, ApiVersion.Xend);
        WireValues.Write(writer, value);
        return answer.ToArray();
    }

    internal static byte[] Call(ReadOnlySpan<byte> values) =>
        [.. "<methodCall><methodName>m</methodName><params><param>"u8, .. values, .. "</param></params></methodCall>"u8];

    private static object? Expected(object? value) => value switch
    {
        string text => WireValues.Carried(text),
        List<object?> items => items.ConvertAll(Expected),
        Dictionary<string, object?> entries => entries.ToDictionary(entry => entry.Key, entry => Expected(entry.Value)),
        _ => value,
    };

    private static object? Read(XElement element, object? like)
    {
        var typed = (XElement)element.FirstNode!;
        return like switch
        {
            string => typed.Value,
            long => long.Parse(typed.Value, CultureInfo.InvariantCulture),
            double => double.Parse(typed.Value, CultureInfo.InvariantCulture),
            bool => typed.Value == "1",
            DateTimeOffset => DateTimeOffset.ParseExact(typed.Value, "yyyyMMdd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
            Guid => Guid.Parse(typed.Value),
            null => typed.Value.Length == 0 ? null : typed.Value,
            List<object?> items => typed.Element("data")!.Elements().Select((item, i) => Read(item, items[i])).ToList(),
            Dictionary<string, object?> entries => typed.Elements().ToDictionary(
                member => member.Element("name")!.Value, member => Read(member.Element("value")!, entries[member.Element("name")!.Value])),
            _ => throw new NotSupportedException(),
        };
    }
}
