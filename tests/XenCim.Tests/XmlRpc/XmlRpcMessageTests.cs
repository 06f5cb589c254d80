using System.Text;
using Wire.Xml;
using XenApi.Server.XmlRpc;

namespace XenCim.Tests.XmlRpc;

public class XmlRpcMessageTests
{
    private static readonly XmlRpcLimits Small = new() { Depth = 3, Values = 6, TextBytes = 20, MethodNameBytes = 10 };

    [Theory]
    [InlineData("<methodCall><methodName>a.b</methodName></methodCall>", "a.b", 0)]
    [InlineData("<methodCall><methodName>a.b</methodName><params/></methodCall>", "a.b", 0)]
    [InlineData("<?xml version='1.0'?>\n<methodCall>\n <methodName>a&#46;b</methodName>\n <params>\n</params> </methodCall>\n", "a.b", 0)]
    [InlineData("<methodCall xmlns:ex='x'><methodName/><!-- c --><params><param><value><ex:nil/></value></param> <param><value/></param></params></methodCall><?p?>", null, 2)]
    [InlineData("<methodCall><methodName></methodName><params><param><value/></param></params></methodCall>", "", 1)]
    public void A_call_has_a_name_and_parameters(string document, string? method, int parameters)
    {
        var message = new XmlRpcMessage(XmlRpcLimits.Default);
        if (method is null)
        {
            message.Invoking(m => m.Read(Encoding.UTF8.GetBytes(document))).Should().Throw<XmlError>().WithMessage("<methodName> was expected*");
            return;
        }

        message.Read(Encoding.UTF8.GetBytes(document));
        message.Method.ToString().Should().Be(method);
        message.Parameters.Should().Be(parameters);
    }

    [Theory]
    [InlineData("<methodResponse/>", "<methodCall> was expected (line 1, column 18, byte 17)")]
    [InlineData("<methodCall/>", "<methodCall> was expected (line 1, column 14, byte 13)")]
    [InlineData("<methodCall><params/></methodCall>", "<methodName> was expected*")]
    [InlineData("<methodCall>x<methodName>a</methodName></methodCall>", "An element was expected, not text (line 1, column 13, byte 12)")]
    [InlineData("<methodCall><methodName><b/></methodName></methodCall>", "Text was expected*")]
    [InlineData("<methodCall><methodName>a</methodName><param/></methodCall>", "<params> was expected*")]
    [InlineData("<methodCall><methodName>a</methodName><params/><params/></methodCall>", "</methodCall> was expected*")]
    public void What_is_no_call_is_refused(string document, string message) => Refuses(document, message, XmlErrorKind.NotExpected);

    [Theory]
    [InlineData("<param/>", "<value> was expected*")]
    [InlineData("<param></param>", "<value> was expected*")]
    [InlineData("<param><value/><value/></param>", "</param> was expected*")]
    [InlineData("<value/>", "<param> was expected*")]
    [InlineData("<param><value>x<int>5</int></value></param>", "A value is text or one typed element, not both*")]
    [InlineData("<param><value><int>5</int>x</value></param>", "An element was expected, not text*")]
    [InlineData("<param><value><int>5</int><int>5</int></value></param>", "</value> was expected*")]
    [InlineData("<param><value><int>5<b/></int></value></param>", "Text was expected*")]
    [InlineData("<param><value><integer>5</integer></value></param>", "<integer> is no type of XML-RPC*")]
    [InlineData("<param><value><nil>x</nil></value></param>", "nil was expected to be empty*")]
    [InlineData("<param><value><array><value/></array></value></param>", "<data> was expected in <array>*")]
    [InlineData("<param><value><array><data/><data/></array></value></param>", "</array> was expected*")]
    [InlineData("<param><value><array><param/></array></value></param>", "<data> was expected in <array>*")]
    [InlineData("<param><value><array><data><int>5</int></data></array></value></param>", "<value> was expected*")]
    [InlineData("<param><value><struct><value/></struct></value></param>", "<member> was expected in <struct>*")]
    [InlineData("<param><value><struct><member/></struct></value></param>", "<member> was expected in <struct>*")]
    [InlineData("<param><value><struct><member><value/><name>a</name></member></struct></value></param>", "<name> was expected in <member>*")]
    [InlineData("<param><value><struct><member><name>a</name></member></struct></value></param>", "<value> was expected*")]
    [InlineData("<param><value><struct><member><name>a</name><value/><value/></member></struct></value></param>", "</member> was expected*")]
    public void Broken_parameters_are_refused(string parameters, string message) => Refuses(Call(parameters), message, XmlErrorKind.NotExpected);

    [Theory]
    [InlineData("<methodCall><methodName>aaaaaaaaaaa</methodName></methodCall>", "The method's name may have 10 bytes (line 1, column 25, byte 24)")]
    [InlineData("<methodCall><methodName>a</methodName><params><param><value>aaaaaaaaaaaaaaaaaaaaa</value></param></params></methodCall>", "A text may have 20 bytes (line 1, column 61, byte 60)")]
    public void What_is_too_long_is_refused(string document, string message) => Refuses(document, message, XmlErrorKind.LimitExceeded, Small);

    [Fact]
    public void Sets_may_lie_as_deep_as_the_limit_and_no_deeper()
    {
        Read(Call(Nested(3)), Small).Count.Should().Be(4);
        Refuses(Call(Nested(4)), "Sets and maps may lie 3 deep in each other*", XmlErrorKind.LimitExceeded, Small);
        Read(Call(Nested(64)), XmlRpcLimits.Default).Count.Should().Be(65);
        Refuses(Call(Nested(65)), "Sets and maps may lie 64 deep in each other*", XmlErrorKind.LimitExceeded);
        Refuses(Call(Nested(1_000_000)), "Sets and maps may lie 64 deep in each other*", XmlErrorKind.LimitExceeded);
    }

    [Fact]
    public void There_may_be_as_many_values_as_the_limit_and_no_more()
    {
        Read(Call(string.Concat(Enumerable.Repeat("<param><value/></param>", 6))), Small).Parameters.Should().Be(6);
        Refuses(Call(string.Concat(Enumerable.Repeat("<param><value/></param>", 7))), "A message may have 6 values and names*", XmlErrorKind.LimitExceeded, Small);
        var members = string.Concat(Enumerable.Repeat("<member><name>a</name><value/></member>", 100_000));
        Refuses(Call($"<param><value><struct>{members}</struct></value></param>"), "A message may have 100000 values and names*", XmlErrorKind.LimitExceeded);
    }

    [Fact]
    public void Whatever_is_broken_behind_what_a_call_reads_is_refused_before_it_acts()
    {
        Refuses(Call("<param><value/></param>") + "<x/>", "A second element follows the document's one*", XmlErrorKind.NotWellFormed);
        Refuses(Call("<param><value/></param>") + "\u0001", "The character U+0001 is forbidden in XML*", XmlErrorKind.InvalidCharacter);
    }

    private static string Nested(int depth) =>
        $"<param>{string.Concat(Enumerable.Repeat("<value><array><data>", depth))}<value/>{string.Concat(Enumerable.Repeat("</data></array></value>", depth))}</param>";

    private static string Call(string parameters) => $"<methodCall><methodName>a</methodName><params>{parameters}</params></methodCall>";

    private static XmlRpcMessage Read(string document, XmlRpcLimits limits)
    {
        var read = new XmlRpcMessage(limits);
        read.Read(Encoding.UTF8.GetBytes(document));
        return read;
    }

    private static void Refuses(string document, string message, XmlErrorKind code, XmlRpcLimits? limits = null) =>
        FluentActions.Invoking(() => Read(document, limits ?? XmlRpcLimits.Default)).Should().Throw<XmlError>().WithMessage(message).Which.Kind.Should().Be(code);
}
