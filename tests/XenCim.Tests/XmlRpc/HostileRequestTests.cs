using System.Text;
using System.Xml.Linq;

namespace XenCim.Tests.XmlRpc;

/// <summary>Requests that are sound XML-RPC but ask for what cannot be, and the exact error that each gets.</summary>
public sealed class HostileRequestTests : IAsyncLifetime
{
    private const string Whole = "must be a whole number of at most 64 bits, in decimal digits";

    private House house = null!;
    private string session = "";
    private string vm = "";
    private string host = "";

    /// <summary>Method, parameters after the session as XML, and the error; {vm} and {host} are references.</summary>
    public static TheoryData<string, string, string[]> Table => new()
    {
        { "VM.get_power_state", "<value>nobody</value>", ["HANDLE_INVALID", "VM", "nobody"] },
        { "VM.get_power_state", "<value>{host}</value>", ["HANDLE_INVALID", "VM", "{host}"] },
        { "VM.get_power_state", "<value/>", ["HANDLE_INVALID", "VM", ""] },
        { "VM.get_power_state", "<value><nil/></value>", ["HANDLE_INVALID", "VM", ""] },
        { "VM.get_power_state", "<value><int>1</int></value>", ["HANDLE_INVALID", "VM", ""] },
        { "VM.get_power_state", "<value><array><data><value>{vm}</value></data></array></value>", ["HANDLE_INVALID", "VM", ""] },
        { "VM.get_power_state", "<value>{vm}</value><value>{vm}</value>", ["MESSAGE_PARAMETER_COUNT_MISMATCH", "VM.get_power_state", "2", "3"] },
        { "VM.get_power_state", "", ["MESSAGE_PARAMETER_COUNT_MISMATCH", "VM.get_power_state", "2", "1"] },
        { "VM.get_power_state", "<value>nobody</value><value/>", ["HANDLE_INVALID", "VM", "nobody"] },
        { "vm.get_power_state", "<value>{vm}</value>", ["MESSAGE_METHOD_UNKNOWN", "vm.get_power_state"] },
        { "", "", ["MESSAGE_METHOD_UNKNOWN", ""] },
        { "Async.", "", ["MESSAGE_METHOD_UNKNOWN", "Async."] },
        { "Async.Async.VM.start", "", ["MESSAGE_METHOD_UNKNOWN", "Async.Async.VM.start"] },
        { "Async.VM.get_power_state", "<value>{vm}</value>", ["MESSAGE_METHOD_UNKNOWN", "Async.VM.get_power_state"] },
        { "Async.VM.start", "<value>{vm}</value>", ["MESSAGE_PARAMETER_COUNT_MISMATCH", "Async.VM.start", "3", "2"] },
        { "VM.set_memory_static_max", "<value>{vm}</value><value>9223372036854775808</value>", ["VALUE_NOT_SUPPORTED", "value", "9223372036854775808", Whole] },
        { "VM.set_memory_static_max", "<value>{vm}</value><value>1e9</value>", ["VALUE_NOT_SUPPORTED", "value", "1e9", Whole] },
        { "VM.set_memory_static_max", "<value>{vm}</value><value><struct/></value>", ["VALUE_NOT_SUPPORTED", "value", "a map", Whole] },
        { "VM.set_memory_static_max", "<value>{vm}</value><value><nil/></value>", ["VALUE_NOT_SUPPORTED", "value", "nil", Whole] },
        { "VM.set_is_a_template", "<value>{vm}</value><value>yes</value>", ["VALUE_NOT_SUPPORTED", "value", "yes", "must be a boolean, 0 or 1"] },
        { "VM.set_name_label", "<value>{vm}</value><value><array/></value>", ["VALUE_NOT_SUPPORTED", "value", "a set", "must be text"] },
        { "VM.set_other_config", "<value>{vm}</value><value>x</value>", ["VALUE_NOT_SUPPORTED", "value", "x", "must be a map"] },
        { "VM.set_other_config", "<value>{vm}</value><value><struct><member><name>a</name><value>1</value></member><member><name>a</name><value>2</value></member></struct></value>", ["MAP_DUPLICATE_KEY", "a", "1", "2"] },
        { "VM.set_other_config", "<value>{vm}</value><value><struct><member><name>a</name><value><struct/></value></member></struct></value>", ["VALUE_NOT_SUPPORTED", "value", "a map", "must be text"] },
        { "VM.start", "<value>{vm}</value><value>true</value>", ["VALUE_NOT_SUPPORTED", "start_paused", "true", "must be a boolean, 0 or 1"] },
        { "VM.create", "<value>x</value>", ["VALUE_NOT_SUPPORTED", "args", "x", "must be a map"] },
        { "VM.create", "<value><struct><member><name>name_label</name><value>a</value></member><member><name>name_label</name><value>b</value></member></struct></value>", ["MAP_DUPLICATE_KEY", "name_label", "a", "b"] },
        { "VM.create", "<value><struct><member><name>VCPUs_max</name><value>many</value></member></struct></value>", ["VALUE_NOT_SUPPORTED", "VCPUs_max", "many", Whole] },
        { "VM.create", "<value><struct><member><name>uuid</name><value>mine</value></member></struct></value>", ["VALUE_NOT_SUPPORTED", "uuid", "mine", "must be a UUID of 36 characters, or empty for a new one"] },
        { "VM.create", "<value><struct><member><name>actions_after_crash</name><value>explode</value></member></struct></value>", ["VALUE_NOT_SUPPORTED", "actions_after_crash", "explode", "must be one of destroy, coredump_and_destroy, restart, coredump_and_restart, preserve, rename_restart"] },
        { "VBD.create", "<value><struct><member><name>VM</name><value>nobody</value></member></struct></value>", ["HANDLE_INVALID", "VM", "nobody"] },
        { "VBD.create", "<value><struct><member><name>VM</name><value>{host}</value></member></struct></value>", ["HANDLE_INVALID", "VM", "{host}"] },
    };

    public async Task InitializeAsync()
    {
        house = await House.StartAsync();
        session = house.Open().Handle.ToString();
        host = house.Engine.ThisHost.ToString();
        vm = XDocument.Parse(await AskAsync("VM.create", "<value><struct/></value>")).Descendants("string").Last().Value;
    }

    public async Task DisposeAsync() => await house.DisposeAsync();

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Gets_its_exact_error(string method, string parameters, string[] error) =>
        (await ErrorAsync(method, parameters)).Should().Equal(error.Select(text => text.Replace("{host}", host)));

    [Theory]
    [InlineData("<value>nobody</value>", "nobody")]
    [InlineData("<value/>", "")]
    [InlineData("<value><nil/></value>", "")]
    [InlineData("<value><int>5</int></value>", "")]
    [InlineData("<value>{host}</value>", "{host}")]
    public async Task A_session_that_is_none_is_told_before_anything_else(string handle, string shown)
    {
        session = "";
        (await ErrorAsync("VM.get_power_state", handle + "<value>nobody</value><value/>")).Should().Equal("SESSION_INVALID", shown.Replace("{host}", host));
    }

    [Fact]
    public async Task The_session_of_somebody_else_is_not_shown()
    {
        var other = house.Open().Handle;
        (await ErrorAsync("session.get_uuid", $"<value>{other}</value>")).Should().Equal("PERMISSION_DENIED");
    }

    [Fact]
    public async Task A_message_that_takes_no_session_counts_none()
    {
        session = "";
        (await ErrorAsync("session.login_with_password", "<value>a</value>")).Should().Equal("MESSAGE_PARAMETER_COUNT_MISMATCH", "session.login_with_password", "2", "1");
        (await ErrorAsync("VM.get_all", "")).Should().Equal("MESSAGE_PARAMETER_COUNT_MISMATCH", "VM.get_all", "1", "0");
    }

    [Fact]
    public async Task Unknown_members_of_a_record_are_passed_over_however_deep() =>
        (await AskAsync("VM.create", "<value><struct><member><name>no_field</name><value><array><data><value><struct><member><name>a</name><value/></member><member><name>a</name><value/></member></struct></value></data></array></value></member></struct></value>"))
            .Should().Contain("<string>Success</string>");

    [Fact]
    public async Task What_a_name_cannot_carry_is_told_as_a_fault()
    {
        var answer = await house.AnswerAsync("<methodCall><methodName>\0</methodName></methodCall>"u8.ToArray());
        Encoding.UTF8.GetString(answer).Should().Be(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><methodResponse><fault><value><struct>"
            + "<member><name>faultCode</name><value><int>-32702</int></value></member>"
            + "<member><name>faultString</name><value><string>The character U+0000 is forbidden in XML (line 1, column 25, byte 24)</string></value></member>"
            + "</struct></value></fault></methodResponse>");
    }

    private async Task<string[]> ErrorAsync(string method, string parameters)
    {
        var answer = XDocument.Parse(await AskAsync(method, parameters));
        return [.. answer.Descendants("data").Single().Elements("value").Select(value => value.Value)];
    }

    private async Task<string> AskAsync(string method, string parameters)
    {
        var all = session.Length == 0 ? parameters : $"<value>{session}</value>{parameters}";
        var wrapped = string.Concat(XElement.Parse($"<all>{all}</all>").Elements().Select(value => $"<param>{value.ToString(SaveOptions.DisableFormatting)}</param>"));
        var request = $"<methodCall><methodName>{method}</methodName><params>{wrapped}</params></methodCall>".Replace("{vm}", vm).Replace("{host}", host);
        return Encoding.UTF8.GetString(await house.AnswerAsync(Encoding.UTF8.GetBytes(request)));
    }
}
