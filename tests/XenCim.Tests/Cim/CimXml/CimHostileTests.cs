using System.Text.RegularExpressions;
using Cim.Provider.CimXml;

namespace XenCim.Tests.Cim.CimXml;

/// <summary>Requests that ask for too much, with the exact status of each.</summary>
public sealed class CimHostileTests
{
    private static readonly CimXmlLimits Small = new() { Depth = 16, Elements = 100, Requests = 3, Embedded = 2 };

    /// <summary>The operation, its parameters, and what comes of it: a status of CIM, or one of HTTP with the value of CIMError.</summary>
    public static TheoryData<string, string, string> Table => new()
    {
        { "GetInstance", Path(Key("Name", Many("<VALUE.REFERENCE><INSTANCENAME CLASSNAME=\"Test_Hosted\"><KEYBINDING NAME=\"Giver\">", 30, "</KEYBINDING></INSTANCENAME></VALUE.REFERENCE>", Text("x")))), "413" },
        { "GetInstance", Path(Key("Name", Many("<VALUE.REFERENCE><INSTANCENAME CLASSNAME=\"Test_Hosted\"><KEYBINDING NAME=\"Giver\">", 10, "</KEYBINDING></INSTANCENAME></VALUE.REFERENCE>", Text("x")))), "4" },
        { "GetInstance", Path(string.Concat(Enumerable.Range(0, 300).Select(i => Key($"K{i}", Text("x"))))), "4" },
        { "GetInstance", Path(Key("Name", "<KEYVALUE VALUETYPE=\"numeric\">1e999</KEYVALUE>")), "4" },
        { "GetInstance", Path(Key("Name", "<KEYVALUE TYPE=\"uint8\">256</KEYVALUE>")), "4" },
        { "GetInstance", Path(Key("Name", "<KEYVALUE TYPE=\"uint128\">1</KEYVALUE>")), "400 request-not-valid" },
        { "GetInstance", Path(Key("Name", "<KEYVALUE TYPE=\"reference\">root/xen:</KEYVALUE>")), "4" },
        { "GetInstance", Path(Key("Name", Text(new string('x', 1_000_000)))), "6" },
        { "GetInstance", Path(Key("Name", Text("&lt;![CDATA[&amp;"))), "6" },
        { "GetInstance", Path(Key(new string('n', 100_000), Text("x"))), "4" },
        { "GetInstance", Given("InstanceName", "<INSTANCENAME CLASSNAME=\"../../etc/passwd\"/>"), "5" },
        { "GetInstance", Given("InstanceName", "<INSTANCENAME CLASSNAME=\"\"/>"), "5" },
        { "GetInstance", Given("InstanceName", "<INSTANCEPATH><NAMESPACEPATH><HOST>elsewhere</HOST><LOCALNAMESPACEPATH><NAMESPACE NAME=\"root/none\"/></LOCALNAMESPACEPATH></NAMESPACEPATH><INSTANCENAME CLASSNAME=\"Test_System\"/></INSTANCEPATH>"), "3" },
        { "EnumerateInstances", Given("ClassName", $"<CLASSNAME NAME=\"{new string('C', 1_000_000)}\"/>"), "5" },
        { "EnumerateInstances", Given("ClassName", "<CLASSNAME NAME=\"Test_Host\"/>") + string.Concat(Enumerable.Range(0, 1000).Select(i => Given($"P{i}", ""))), "4" },
        { "EnumerateInstances", Given("ClassName", "<CLASSNAME NAME=\"Test_Host\" NAME=\"Test_Host\"/>"), "400 request-not-well-formed" },
        { "EnumerateInstances", Given("ClassName", "<CLASSNAME NAME=\"&lol;\"/>"), "400 request-not-well-formed" },
        { "EnumerateInstances", Given("ClassName", "<CLASSNAME NAME=\"a&#0;\"/>"), "400 request-not-well-formed" },
        { "EnumerateInstances", Given("ClassName", "<CLASSNAME NAME=\"a<b\"/>"), "400 request-not-well-formed" },
        { "EnumerateInstances", Given("ClassName", "<CLASSNAME/>"), "400 request-not-valid" },
        { "EnumerateInstances", Given("ClassName", "<![CDATA[<CLASSNAME NAME=\"Test_Host\"/>]]>"), "400 request-not-valid" },
        { "EnumerateInstances", Given("ClassName", "text"), "400 request-not-valid" },
        { "EnumerateInstances", Given("ClassName", "<CLASSNAME NAME=\"Test_Host\"/>") + Given("PropertyList", $"<VALUE.ARRAY>{Many("<VALUE>x</VALUE>", 50_000, "", "")}</VALUE.ARRAY>"), "ok" },
        { "EnumerateInstances", Given("ClassName", "<CLASSNAME NAME=\"Test_Host\"/>") + Given("PropertyList", "<VALUE.ARRAY><VALUE.ARRAY/></VALUE.ARRAY>"), "400 request-not-valid" },
        { "EnumerateInstances", Given("ClassName", "<CLASSNAME NAME=\"Test_Host\"/>") + Given("DeepInheritance", "<VALUE>1</VALUE>"), "4" },
        { "EnumerateInstances", Given("ClassName", "<CLASSNAME NAME=\"Test_Host\"/>") + Given("DeepInheritance", "<VALUE/>"), "4" },
        { "CreateInstance", Instance("<PROPERTY NAME=\"Since\" TYPE=\"datetime\"><VALUE>yesterday</VALUE></PROPERTY>"), "4" },
        { "CreateInstance", Instance("<PROPERTY NAME=\"IsTemplate\" TYPE=\"boolean\"><VALUE>yes</VALUE></PROPERTY>"), "4" },
        { "CreateInstance", Instance("<PROPERTY NAME=\"Cpus\" TYPE=\"uint32\"><VALUE>0x1FFFFFFFF</VALUE></PROPERTY>"), "4" },
        { "CreateInstance", Instance("<PROPERTY NAME=\"Label\" TYPE=\"char16\"><VALUE>ab</VALUE></PROPERTY>"), "4" },
        { "CreateInstance", Instance("<PROPERTY NAME=\"Load\" TYPE=\"real32\"><VALUE>1e999999999</VALUE></PROPERTY>"), "4" },
        { "CreateInstance", Instance("<PROPERTY.ARRAY NAME=\"Label\" TYPE=\"string\"><VALUE>a</VALUE></PROPERTY.ARRAY>"), "400 request-not-valid" },
        { "CreateInstance", Instance("<PROPERTY NAME=\"Label\"><VALUE>a</VALUE></PROPERTY>"), "400 request-not-valid" },
        { "CreateInstance", Instance("<PROPERTY NAME=\"Label\" TYPE=\"string\"><VALUE>a</VALUE><VALUE>b</VALUE></PROPERTY>"), "400 request-not-valid" },
        { "CreateInstance", Instance("<PROPERTY NAME=\"Label\" TYPE=\"string\" EmbeddedObject=\"instance\"><VALUE>&lt;INSTANCE</VALUE></PROPERTY>"), "4" },
        { "ExecQuery", Asked("WQL", new string('(', 100_000)), "15" },
        { "ExecQuery", Asked("WQL", $"SELECT * FROM Test_Host WHERE {Many("NOT ", 1000, "", "")}Name = 'x'"), "15" },
        { "ExecQuery", Asked("WQL", $"SELECT * FROM Test_Host WHERE Name LIKE '{Many("%a", 400, "", "")}b'"), "ok" },
        { "ExecQuery", Asked("DMTF:CQL", "SELECT * FROM Test_Host WHERE Name LIKE '(a*)*b'"), "15" },
        { "ExecQuery", Asked(new string('Q', 100_000), "x"), "14" },
        { "OpenEnumerateInstances", Given("ClassName", "<CLASSNAME NAME=\"Test_Host\"/>") + Given("MaxObjectCount", "<VALUE>4294967295</VALUE>"), "ok" },
        { "OpenEnumerateInstances", Given("ClassName", "<CLASSNAME NAME=\"Test_Host\"/>") + Given("MaxObjectCount", "<VALUE>4294967296</VALUE>"), "4" },
        { "OpenEnumerateInstances", Given("ClassName", "<CLASSNAME NAME=\"Test_Host\"/>") + Given("OperationTimeout", "<VALUE>4294967295</VALUE>"), "22" },
        { "PullInstancePaths", Given("EnumerationContext", $"<VALUE>{new string('c', 1_000_000)}</VALUE>") + Given("MaxObjectCount", "<VALUE>1</VALUE>"), "21" },
        { "AssociatorNames", Given("ObjectName", "<CLASSNAME NAME=\"Test_System\"/>") + Given("Role", $"<VALUE>{new string('r', 100_000)}</VALUE>"), "ok" },
        { "SetQualifier", Given("QualifierDeclaration", "<QUALIFIER.DECLARATION NAME=\"a;b\" TYPE=\"string\"/>"), "4" },
        { "CreateClass", Given("NewClass", "<CLASS NAME=\"a b\"/>"), "4" },
        { "CreateClass", Given("NewClass", "<CLASS NAME=\"A_B\"><METHOD NAME=\"M\"><PARAMETER.ARRAY NAME=\"P\" TYPE=\"string\" ARRAYSIZE=\"99999999999\"/></METHOD></CLASS>"), "400 request-not-valid" },
        { "CreateClass", Given("NewClass", "<CLASS NAME=\"A_B\"><PROPERTY NAME=\"P\" TYPE=\"string\"/><PROPERTY NAME=\"p\" TYPE=\"string\"/></CLASS>"), "4" },
        { new string('O', 100_000), "", "7" },
        { "", "", "400 header-mismatch" },
    };

    [Theory]
    [MemberData(nameof(Table), DisableDiscoveryEnumeration = true)]
    public async Task Gets_its_exact_status(string operation, string parameters, string expected)
    {
        await using var desk = await CimDesk.OpenAsync();

        var turn = await desk.AskAsync(CimDesk.Request(operation, parameters));

        var answer = turn.Written();
        var code = Regex.Match(answer, "<ERROR CODE=\"([0-9]+)\"").Groups[1].Value;
        var error = turn.Told.FirstOrDefault(header => header.Name == "CIMError").Value;
        (turn.Status == 200 ? code.Length > 0 ? code : "ok" : $"{turn.Status} {error}".TrimEnd()).Should().Be(expected, answer.Length > 2000 ? answer[..2000] : answer);
        if (code.Length > 0)
        {
            answer.Length.Should().BeLessThan(10_000 + (2 * operation.Length), "an error repeats little of what it is about");
        }

        desk.Complaints.Lines.Should().BeEmpty();
    }

    [Fact]
    public async Task Elements_that_lie_too_deep_are_refused()
    {
        await using var desk = await CimDesk.OpenAsync();

        var turn = await desk.AskAsync(CimDesk.Request("GetInstance", string.Concat(Enumerable.Repeat("<VALUE.REFERENCE>", 1_000_000))));

        turn.Status.Should().Be(413);
        turn.Written().Should().Contain("The elements lie too deep in each other");
    }

    [Fact]
    public async Task Too_many_elements_are_refused()
    {
        await using var desk = await CimDesk.OpenAsync(Small);

        (await desk.AskAsync(CimDesk.Request("GetInstance", string.Concat(Enumerable.Repeat("<IPARAMVALUE/>", 200))))).Status.Should().Be(413);
    }

    [Fact]
    public async Task Too_many_operations_are_refused()
    {
        await using var desk = await CimDesk.OpenAsync(Small);
        var call = CimDesk.Call("EnumerateInstanceNames", "<IPARAMVALUE NAME=\"ClassName\"><CLASSNAME NAME=\"Test_Host\"/></IPARAMVALUE>");
        string Batch(int count) => $"POST /\nCIMOperation: MethodCall\nCIMBatch:\n\n{CimDesk.Message($"<MULTIREQ>{string.Concat(Enumerable.Repeat(call, count))}</MULTIREQ>")}";

        (await desk.AskAsync(Batch(3))).Status.Should().Be(200);
        (await desk.AskAsync(Batch(4))).Status.Should().Be(413);
    }

    [Fact]
    public async Task Keys_and_properties_that_come_twice_are_told()
    {
        await using var desk = await CimDesk.OpenAsync();
        const string key = "<KEYBINDING NAME=\"Name\"><KEYVALUE>x</KEYVALUE></KEYBINDING>";
        const string property = "<PROPERTY NAME=\"Label\" TYPE=\"string\"/>";

        (await desk.AskAsync(CimDesk.Request("GetInstance", $"<IPARAMVALUE NAME=\"InstanceName\"><INSTANCENAME CLASSNAME=\"Test_System\">{key}{key}</INSTANCENAME></IPARAMVALUE>")))
            .Written().Should().Contain("<ERROR CODE=\"4\" DESCRIPTION=\"The key Name comes twice.\"/>");
        (await desk.AskAsync(CimDesk.Request("CreateInstance", $"<IPARAMVALUE NAME=\"NewInstance\"><INSTANCE CLASSNAME=\"Test_System\">{property}{property}</INSTANCE></IPARAMVALUE>")))
            .Status.Should().Be(400);
    }

    [Fact]
    public async Task Nothing_that_XML_forbids_comes_back()
    {
        await using var desk = await CimDesk.OpenAsync();

        var turn = await desk.AskAsync(CimDesk.Request("Wrong&#x9;&quot;&lt;\uFFFD", "").Replace("CIMMethod: Wrong&#x9;&quot;&lt;\uFFFD", "CIMMethod: Wrong\t\"<\uFFFD"));

        turn.Status.Should().Be(200);
        turn.Written().Should().Contain("<IMETHODRESPONSE NAME=\"Wrong&#9;&quot;&lt;\uFFFD\">");
        CimXmlDtd.Check(turn.Answer.ToArray());
    }

    private static string Given(string name, string value) => $"<IPARAMVALUE NAME=\"{name}\">{value}</IPARAMVALUE>";

    private static string Path(string keys) => Given("InstanceName", $"<INSTANCENAME CLASSNAME=\"Test_System\">{keys}</INSTANCENAME>");

    private static string Key(string name, string value) => $"<KEYBINDING NAME=\"{name}\">{value}</KEYBINDING>";

    private static string Text(string value) => $"<KEYVALUE>{value}</KEYVALUE>";

    private static string Instance(string properties) => Given("NewInstance", $"<INSTANCE CLASSNAME=\"Test_System\">{properties}</INSTANCE>");

    private static string Asked(string language, string query) => Given("QueryLanguage", $"<VALUE>{language}</VALUE>") + Given("Query", $"<VALUE>{query}</VALUE>");

    private static string Many(string begin, int count, string end, string inner) => string.Concat(Enumerable.Repeat(begin, count)) + inner + string.Concat(Enumerable.Repeat(end, count));
}
