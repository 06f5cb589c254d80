using System.Text;
using Wire;
using XenApi.Core.Faults;
using XenApi.Core.Values;
using XenApi.Server.XmlRpc;

namespace XenCim.Tests.XmlRpc;

public class XmlRpcReaderTests
{
    private const string NotWhole = "must be a whole number of at most 64 bits, in decimal digits";
    private const string NotNumber = "must be a finite number";
    private const string NotBool = "must be a boolean, 0 or 1";
    private const string NotDate = "must be a date and time in UTC, YYYYMMDDTHH:MM:SS";

    [Theory]
    [InlineData("<value><string>5</string></value>", 5)]
    [InlineData("<value>5</value>", 5)]
    [InlineData("<value><int>5</int></value>", 5)]
    [InlineData("<value><i4>-5</i4></value>", -5)]
    [InlineData("<value><i8>9223372036854775807</i8></value>", long.MaxValue)]
    [InlineData("<value><ex:i8>-9223372036854775808</ex:i8></value>", long.MinValue)]
    [InlineData("<value><int> 5\n</int></value>", 5)]
    [InlineData("<value><string> +5 </string></value>", 5)]
    [InlineData("<value><string>007</string></value>", 7)]
    [InlineData("<value><int>&#49;<!-- one -->2<![CDATA[3]]></int></value>", 123)]
    public void Whole_numbers_come_in_many_forms(string value, long number) => Reader(value).Int().Should().Be(number);

    [Theory]
    [InlineData("<value><int></int></value>", "")]
    [InlineData("<value><int/></value>", "")]
    [InlineData("<value/>", "")]
    [InlineData("<value><string>1e3</string></value>", "1e3")]
    [InlineData("<value><string>0x10</string></value>", "0x10")]
    [InlineData("<value><string>1,000</string></value>", "1,000")]
    [InlineData("<value><string>5.0</string></value>", "5.0")]
    [InlineData("<value><string>+</string></value>", "+")]
    [InlineData("<value><string>- 5</string></value>", "- 5")]
    [InlineData("<value><string>٥</string></value>", "٥")]
    [InlineData("<value><int>9223372036854775808</int></value>", "9223372036854775808")]
    [InlineData("<value><double>5</double></value>", "5")]
    [InlineData("<value><boolean>1</boolean></value>", "1")]
    [InlineData("<value><nil/></value>", "nil")]
    [InlineData("<value><array/></value>", "a set")]
    [InlineData("<value><struct/></value>", "a map")]
    public void What_is_no_whole_number_is_refused(string value, string shown) => Refuses(value, reader => reader.Int(), shown, NotWhole);

    [Fact]
    public void A_number_of_a_million_digits_is_refused_with_a_short_word() =>
        Refuses($"<value><int>{new string('9', 1_000_000)}</int></value>", reader => reader.Int(), new string('9', 64) + "…", NotWhole);

    [Theory]
    [InlineData("<value><double>1.5</double></value>", 1.5)]
    [InlineData("<value><double> -1.5e-3 </double></value>", -0.0015)]
    [InlineData("<value><int>2</int></value>", 2)]
    [InlineData("<value>2</value>", 2)]
    public void Numbers_with_a_point_come_in_many_forms(string value, double number) => Reader(value).Double().Should().Be(number);

    [Theory]
    [InlineData("<value><double>nan</double></value>", "nan")]
    [InlineData("<value><double>Infinity</double></value>", "Infinity")]
    [InlineData("<value><double>1e999</double></value>", "1e999")]
    [InlineData("<value><double>1,5</double></value>", "1,5")]
    [InlineData("<value><double></double></value>", "")]
    [InlineData("<value><boolean>1</boolean></value>", "1")]
    public void What_is_no_number_is_refused(string value, string shown) => Refuses(value, reader => reader.Double(), shown, NotNumber);

    [Theory]
    [InlineData("<value><boolean>1</boolean></value>", true)]
    [InlineData("<value><boolean> 0 </boolean></value>", false)]
    [InlineData("<value><boolean>true</boolean></value>", true)]
    [InlineData("<value><boolean>false</boolean></value>", false)]
    [InlineData("<value><int>1</int></value>", true)]
    [InlineData("<value><int>0</int></value>", false)]
    public void True_and_false_come_in_many_forms(string value, bool truth) => Reader(value).Bool().Should().Be(truth);

    [Theory]
    [InlineData("<value><boolean>2</boolean></value>", "2")]
    [InlineData("<value><boolean>TRUE</boolean></value>", "TRUE")]
    [InlineData("<value><boolean/></value>", "")]
    [InlineData("<value><int>5</int></value>", "5")]
    [InlineData("<value><string>true</string></value>", "true")]
    [InlineData("<value><string>1</string></value>", "1")]
    public void What_is_neither_true_nor_false_is_refused(string value, string shown) => Refuses(value, reader => reader.Bool(), shown, NotBool);

    [Theory]
    [InlineData("20070503T21:59:58")]
    [InlineData("20070503T21:59:58Z")]
    [InlineData(" 20070503T21:59:58\n")]
    public void Moments_are_read_as_UTC(string text) =>
        Reader($"<value><dateTime.iso8601>{text}</dateTime.iso8601></value>").DateTime().Should().Be(new DateTimeOffset(2007, 5, 3, 21, 59, 58, TimeSpan.Zero));

    [Theory]
    [InlineData("20070230T00:00:00")]
    [InlineData("00000101T00:00:00")]
    [InlineData("20070101T24:00:00")]
    [InlineData("2007-1-1T00:00:00")]
    [InlineData("+2070101T00:00:00")]
    [InlineData("20070101T00:00")]
    public void What_is_no_moment_is_refused(string text) =>
        Refuses($"<value><dateTime.iso8601>{text}</dateTime.iso8601></value>", reader => reader.DateTime(), text, NotDate);

    [Theory]
    [InlineData("<value><string>a&lt;b&#x1F600;<![CDATA[<c>\r\n]]>\r&#13;\n</string></value>", "a<b😀<c>\n\n\r\n")]
    [InlineData("<value> a <!-- b -->c</value>", " a c")]
    [InlineData("<value>  </value>", "  ")]
    [InlineData("<value></value>", "")]
    [InlineData("<value><string/></value>", "")]
    [InlineData("<value><int> +05 </int></value>", "5")]
    [InlineData("<value><double>1e3</double></value>", "1000.0")]
    [InlineData("<value><boolean>1</boolean></value>", "true")]
    [InlineData("<value><base64>w6kg\nIQ==</base64></value>", "é !")]
    public void Any_scalar_is_text_where_text_is_wanted(string value, string text) => Reader(value).String().Should().Be(text);

    [Theory]
    [InlineData("<value><nil/></value>", "nil", "must be text")]
    [InlineData("<value><array/></value>", "a set", "must be text")]
    [InlineData("<value><struct/></value>", "a map", "must be text")]
    [InlineData("<value><dateTime.iso8601>x</dateTime.iso8601></value>", "x", "must be text")]
    [InlineData("<value><int>x</int></value>", "x", NotWhole)]
    [InlineData("<value><base64>/w==</base64></value>", "/w==", "must be the base64 of text in UTF-8")]
    [InlineData("<value><base64>AA==</base64></value>", "AA==", "must be the base64 of text in UTF-8")]
    [InlineData("<value><base64>A</base64></value>", "A", "must be the base64 of text in UTF-8")]
    public void What_is_no_text_is_refused(string value, string shown, string reason) => Refuses(value, reader => reader.String(), shown, reason);

    [Theory]
    [InlineData("<value>00000000-0000-0000-0000-000000000000</value>", "00000000-0000-0000-0000-000000000000")]
    [InlineData("<value>OpaqueRef:0000000A-0000-0000-0000-000000000001</value>", "0000000a-0000-0000-0000-000000000001")]
    [InlineData("<value>&#48;0000000-0000-0000-0000-000000000001</value>", "00000000-0000-0000-0000-000000000001")]
    [InlineData("<value>OpaqueRef:NULL</value>", null)]
    [InlineData("<value/>", null)]
    [InlineData("<value><nil/></value>", null)]
    public void References_come_in_many_forms(string value, string? id) => Reader(value).Ref("VM")?.ToString().Should().Be(id);

    [Theory]
    [InlineData("<value>x</value>", "x")]
    [InlineData("<value><int>5</int></value>", "5")]
    [InlineData("<value>00000000-0000-0000-0000-00000000000g</value>", "00000000-0000-0000-0000-00000000000g")]
    public void Text_that_is_no_reference_names_nothing(string value, string handle) =>
        Reader(value).Invoking(reader => reader.Ref("VM")).Should().Throw<ApiError>().Which.Description.Should().Equal("HANDLE_INVALID", "VM", handle);

    [Fact]
    public void A_set_is_no_reference() => Refuses("<value><array/></value>", reader => reader.Ref("VM"), "a set", "must be a reference");

    [Theory]
    [InlineData("<value><array/></value>", "")]
    [InlineData("<value><array></array></value>", "")]
    [InlineData("<value><array><data/></array></value>", "")]
    [InlineData("<value><array> <data> <value>a</value> <value>b</value> </data> </array></value>", "ab")]
    [InlineData("<value> <array><param><value>a</value></param><param><value>b</value></param></array> </value>", "ab")]
    public void Sets_come_in_many_forms(string value, string items)
    {
        var reader = Reader(value);
        var read = "";
        for (reader.BeginSet(); reader.NextItem();)
        {
            read += reader.String();
        }

        read.Should().Be(items);
        reader.Kind.Should().Be(ValueKind.End);
    }

    [Fact]
    public void A_key_that_comes_twice_is_told_with_both_values()
    {
        var reader = Reader(Map(("a", "<array/>"), ("b", "<int>1</int>"), ("&#97;", "<string>x</string>")));
        reader.BeginMap();
        reader.NextKey(out _);
        reader.Skip();
        reader.NextKey(out _);
        reader.Skip();
        reader.Invoking(r => r.NextKey(out _)).Should().Throw<ApiError>().Which.Description.Should().Equal("MAP_DUPLICATE_KEY", "a", "a set", "x");
    }

    [Fact]
    public void Keys_of_other_maps_are_no_duplicates()
    {
        var reader = Reader(Map(("a", Map(("a", "<int>1</int>"))[7..^8]), ("b", Map(("a", "<int>2</int>"))[7..^8])));
        var seen = "";
        for (reader.BeginMap(); reader.NextKey(out var key); seen += key)
        {
            for (reader.BeginMap(); reader.NextKey(out var inner); seen += inner)
            {
                reader.Skip();
            }
        }

        seen.Should().Be("aaab");
    }

    [Fact]
    public void Past_the_end_a_value_is_missing() =>
        Reader("<value/>").Invoking(reader =>
        {
            reader.Skip();
            reader.At("more").Int();
        }).Should().Throw<ApiError>().Which.Description.Should().Equal("VALUE_NOT_SUPPORTED", "more", "", "is missing: a whole number was expected");

    [Fact]
    public void A_small_call_is_read_and_answered_without_an_allocation()
    {
        var request = XmlRpcWireTests.Call("<value><string>00000000-0000-0000-0000-000000000001</string></value>"u8).AsMemory();
        var message = new XmlRpcMessage(XmlRpcLimits.Default);
        var reader = new XmlRpcReader(message);
        using var answer = new AnswerBuffer();
        var writer = new XmlRpcWriter();
        void Turn()
        {
            answer.Reset();
            writer.Begin(answer, XenApi.Core.Declarations.ApiVersion.Xend);
            message.Read(request);
            reader.Begin();
            writer.BeginMap();
            writer.Key("id"u8);
            writer.Ref(reader.Ref("VM"));
            writer.Key("name"u8);
            writer.String("a machine");
            writer.EndMap();
        }

        Turn();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Turn();
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    private static string Map(params (string Key, string Value)[] members) =>
        $"<value><struct>{string.Concat(members.Select(m => $"<member><name>{m.Key}</name><value>{m.Value}</value></member>"))}</struct></value>";

    private static XmlRpcReader Reader(string value)
    {
        var message = new XmlRpcMessage(XmlRpcLimits.Default);
        message.Read(XmlRpcWireTests.Call(Encoding.UTF8.GetBytes(value)));
        var reader = new XmlRpcReader(message);
        reader.Begin();
        reader.At("it");
        return reader;
    }

    private static void Refuses<T>(string value, Func<XmlRpcReader, T> read, string shown, string reason) =>
        Reader(value).Invoking(read).Should().Throw<ApiError>().Which.Description.Should().Equal("VALUE_NOT_SUPPORTED", "it", shown, reason);
}
