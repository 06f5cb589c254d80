using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using XenApi.Core.Declarations;
using XenApi.Server.Settings;

namespace XenCim.Tests.Server;

/// <summary>What the server can be told, by whom, and what it says to what it cannot take.</summary>
public sealed class SettingTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("xencim-settings-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public void Told_nothing_it_serves_the_machine_itself()
    {
        var settings = Read();

        var listener = settings.XmlRpc.Should().ContainSingle().Subject;
        listener.Address.ToString().Should().Be("http://127.0.0.1:9363");
        listener.Door.IsOpen.Should().BeFalse();
        listener.Door.Version.Should().Be(ApiVersion.Xend);
        settings.StateDirectory.Should().Be(Path.Combine(directory, ".local/state/xencim"));
        settings.Http.Should().Be(new HttpLimits());
        settings.House.Should().Be(new HouseSettings());
    }

    [Fact]
    public void The_state_is_where_the_desktop_wants_it() =>
        Read(variables: [("XDG_STATE_HOME", "/var/tmp/states")]).StateDirectory.Should().Be("/var/tmp/states/xencim");

    [Fact]
    public void The_command_line_wins_over_the_environment_and_that_over_the_file()
    {
        var file = """{ "state": "/by/file", "simulate": "by=file", "limits": { "connections": 10, "requestsInFlight": 10 }, "log": "error" }""";

        var settings = Read(
            file,
            [("XENCIM_STATE", "/by/environment"), ("XENCIM_LIMITS__CONNECTIONS", "20"), ("XENCIM_LOG", "debug")],
            "--state", "/by/command");

        settings.StateDirectory.Should().Be("/by/command");
        settings.Simulate.Should().Be("by=file");
        settings.Http.Connections.Should().Be(20);
        settings.Http.RequestsInFlight.Should().Be(10);
        settings.LogLevels[""].Should().Be(LogLevel.Debug);
    }

    [Fact]
    public void A_listener_of_the_file_has_its_own_settings()
    {
        var file = """
            {
              "auth": "none",
              "xmlrpc": [
                "http://127.0.0.1:1",
                { "url": "http://[::1]:2", "auth": "local", "api": "0.9.0", "peers": ["a", "b"] },
                { "url": "unix:/run/x.sock", "mode": "0660", "owner": ":root" },
                { "url": "https://*:3", "certificate": "c.pem", "key": "k.pem" }
              ]
            }
            """;

        var listeners = Read(file).XmlRpc;

        listeners.Select(l => l.Address.ToString()).Should().Equal("http://127.0.0.1:1", "http://[::1]:2", "unix:/run/x.sock", "https://0.0.0.0:3");
        listeners.Select(l => l.Door.IsOpen).Should().Equal(true, false, true, true);
        listeners[1].Door.Version.Should().Be(ApiVersion.V0_9_0);
        listeners[1].Peers.Should().Equal("a", "b");
        listeners[2].Mode.Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        listeners[2].Owner.Should().Be(":root");
        (listeners[3].Certificate, listeners[3].Key).Should().Be(("c.pem", "k.pem"));
    }

    [Fact]
    public void Addresses_of_the_command_line_take_the_place_of_the_files_and_keep_what_it_says_of_them()
    {
        var file = """{ "xmlrpc": [ "http://127.0.0.1:1", { "url": "http://127.0.0.1:2", "peers": ["only me"] } ] }""";

        var listeners = Read(file, [], "--xmlrpc", "http://127.0.0.1:2/", "--xmlrpc", "unix:///run/x.sock").XmlRpc;

        listeners.Select(l => l.Address.ToString()).Should().Equal("http://127.0.0.1:2", "unix:/run/x.sock");
        listeners[0].Peers.Should().Equal("only me");
    }

    [Fact]
    public void A_door_that_the_file_shuts_can_be_opened() =>
        Read("""{ "xmlrpc": ["none"] }""", [], "--xmlrpc", "http://127.0.0.1:1").XmlRpc.Should().ContainSingle();

    [Fact]
    public void The_environment_may_name_addresses_in_one_line() =>
        Read(variables: [("XENCIM_XMLRPC", "http://127.0.0.1:1 unix:/x")]).XmlRpc.Select(l => l.Address.ToString()).Should().Equal("http://127.0.0.1:1", "unix:/x");

    [Theory]
    [InlineData("""{ "xmlrpc": "none" }""")]
    [InlineData("""{ "xmlrpc": ["none"] }""")]
    [InlineData("""{ "xmlrpc": ["http://127.0.0.1:1"] }""", "--xmlrpc", "none")]
    public void The_door_can_be_shut(string file, params string[] arguments) => Read(file, [], arguments).XmlRpc.Should().BeEmpty();

    [Fact]
    public void The_certificate_can_be_given_for_all() =>
        Read(null, [], "--xmlrpc", "https://127.0.0.1:1", "--tls-certificate", "c", "--tls-key", "k").XmlRpc[0].Certificate.Should().Be("c");

    [Fact]
    public void The_root_password_is_no_setting() =>
        FluentActions.Invoking(() => Read(variables: [("XENCIM_ROOT_PASSWORD", "x")])).Should().NotThrow();

    [Theory]
    [InlineData("auth", "pam", "it takes one of: none, local")]
    [InlineData("hypervisor", "kvm", "it takes one of: simulated, xen")]
    [InlineData("xmlrpc", "ftp://127.0.0.1", ListenAddress.Accepted)]
    [InlineData("xmlrpc", "http://somewhere:1", ListenAddress.Accepted)]
    [InlineData("xmlrpc", "http://127.0.0.1:65536", ListenAddress.Accepted)]
    [InlineData("xmlrpc", "http://127.1:80", ListenAddress.Accepted)]
    [InlineData("xmlrpc", "unix:relative", ListenAddress.Accepted)]
    [InlineData("xmlrpc", "none http://127.0.0.1:1", "none goes with no other address")]
    [InlineData("xmlrpc", "https://127.0.0.1:1", "https needs a certificate*")]
    [InlineData("limits:bodyBytes", "many", "it takes a whole number from 1024 to 1073741824")]
    [InlineData("limits:connections", "0", "it takes a whole number from 1 to 1000000")]
    [InlineData("limits:headerSeconds", "-1", "it takes a number of seconds from 1 to 3600")]
    [InlineData("sessions:idleSeconds", "soon", "it takes a number of seconds from 1 to 31622400")]
    [InlineData("log", "loud", "it takes one of: Trace, Debug, Information, Warning, Error, Critical, None")]
    public void What_cannot_be_taken_is_told_with_what_can(string name, string value, string accepted)
    {
        var variable = "XENCIM_" + name.Replace(":", "__").ToUpperInvariant();

        FluentActions.Invoking(() => Read(variables: [(variable, value)]))
            .Should().Throw<SettingException>().WithMessage($"The setting {name} is \"{value}\"; {accepted}.");
    }

    [Theory]
    [InlineData("""{ "xmlrcp": "none" }""", "The setting xmlrcp is \"none\"; there is no setting of that name; there are: auth, cimxml, events, *xmlrpc.")]
    [InlineData("""{ "limits": { "bodybites": 1 } }""", "The setting limits:bodybites is \"1\"; there is no setting of that name; there are: *bodyBytes,*")]
    [InlineData("""{ "xmlrpc": [ { "auth": "none" } ] }""", "The setting xmlrpc:0:url is missing; it takes http*")]
    [InlineData("""{ "xmlrpc": [ { "url": "http://127.0.0.1:1", "peer": "x" } ] }""", "The setting xmlrpc:0:peer is \"x\"; there is no setting of that name; there are: api, auth,*")]
    [InlineData("""{ "xmlrpc": [ { "url": "unix:/x", "mode": "999" } ] }""", "The setting xmlrpc:0:mode is \"999\"; it takes an octal file mode such as 0600.")]
    [InlineData("""{ "xmlrpc": [ { "url": "unix:/x", "peers": ["y"] } ] }""", "The setting xmlrpc:0:peers:0 is \"y\"; a Unix socket has no peer addresses*")]
    [InlineData("""{ "xmlrpc": [ { "url": "http://127.0.0.1:1", "mode": "0600" } ] }""", "The setting xmlrpc:0:mode is \"0600\"; it is for unix: listeners only.")]
    [InlineData("""{ "xmlrpc": [ { "url": "http://127.0.0.1:1", "api": "2" } ] }""", "The setting xmlrpc:0:api is \"2\"; it takes one of: 0.9.0, 1.0.0, 1.0.2, 1.0.10, xend.")]
    [InlineData("""{ "xmlrpc": [ "unix:/x", "unix:/x" ] }""", "The setting xmlrpc is \"unix:/x\"; each address can be given once.")]
    [InlineData("""{ "auth": """, "The setting --config is \"*xencim.json\"; it takes the path of a JSON file that can be read (*")]
    public void What_is_wrong_in_the_file_is_told(string file, string message) =>
        FluentActions.Invoking(() => Read(file)).Should().Throw<SettingException>().WithMessage(message);

    [Fact]
    public void A_file_that_is_not_there_is_told()
    {
        FluentActions.Invoking(() => Read(null, [], "--config", "/nowhere.json")).Should().Throw<SettingException>().WithMessage("The setting --config is \"/nowhere.json\"; *");
        FluentActions.Invoking(() => Read(null, [("XENCIM_CONFIG", "/nowhere.json")])).Should().Throw<SettingException>().WithMessage("The setting XENCIM_CONFIG is*");
    }

    [Theory]
    [InlineData(null, "http://127.0.0.1:5988")]
    [InlineData("http://127.0.0.1", "http://127.0.0.1:5988")]
    [InlineData("https://127.0.0.1", "https://127.0.0.1:5989")]
    [InlineData("unix:/run/cim.sock", "unix:/run/cim.sock")]
    public void The_other_door_has_ports_of_its_own(string? url, string address) =>
        Read(null, [], [.. url is null ? (string[])[] : ["--cimxml", url], "--tls-certificate", "c"]).CimXml.Single().Address.ToString().Should().Be(address);

    [Fact]
    public void Two_protocols_are_not_spoken_at_one_address() =>
        FluentActions.Invoking(() => Read(null, [], "--cimxml", "http://127.0.0.1:9363")).Should().Throw<SettingException>().WithMessage("The setting cimxml is \"http://127.0.0.1:9363\"; XML-RPC is spoken there already*");

    [Fact]
    public void The_packaged_file_is_one_that_the_server_takes()
    {
        var settings = Read(File.ReadAllText(Path.Combine(SourceTree.Root, "packaging", "xencim.json")));

        settings.StateDirectory.Should().Be("/var/lib/xencim");
        var listener = settings.XmlRpc.Should().ContainSingle().Subject;
        listener.Address.SocketPath.Should().Be("/var/run/xend/xen-api.sock");
        listener.Mode.Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        listener.Door.IsOpen.Should().BeTrue();
    }

    [Fact]
    public void The_packaged_file_tells_every_setting_and_its_standard_value()
    {
        var file = File.ReadAllText(Path.Combine(SourceTree.Root, "packaging", "xencim.json")).Replace("//|", "");
        var standard = Read();

        var settings = Read(file);

        settings.Should().BeEquivalentTo(standard, same => same.Excluding(s => s.XmlRpc).Excluding(s => s.StateDirectory).Excluding(s => s.LogLevels));
        settings.LogLevels.Should().Equal(new Dictionary<string, LogLevel> { [""] = LogLevel.Information, ["Microsoft"] = LogLevel.Warning });
        FluentActions.Invoking(() => Read("""{ "unknown": 1 }""")).Should().Throw<SettingException>().Which.Message.Split("there are: ")[1].TrimEnd('.').Split(", ")
            .Should().BeSubsetOf(Names(file, ""));
        FluentActions.Invoking(() => Read("""{ "limits": { "unknown": 1 } }""")).Should().Throw<SettingException>().Which.Message.Split("there are: ")[1].TrimEnd('.').Split(", ")
            .Should().BeSubsetOf(Names(file, "limits"));
    }

    private static IEnumerable<string> Names(string file, string section)
    {
        var all = JsonNode.Parse(file, null, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })!.AsObject();
        return (section.Length == 0 ? all : all[section]!.AsObject()).Select(p => p.Key);
    }

    private ServerSettings Read(string? file = null, (string Name, string Value)[]? variables = null, params string[] arguments)
    {
        if (file is not null)
        {
            var path = Path.Combine(directory, "xencim.json");
            File.WriteAllText(path, file);
            arguments = [.. arguments, "--config", path];
        }

        var environment = (variables ?? []).ToDictionary(v => v.Name, v => (string?)v.Value);
        environment["HOME"] = directory;
        Arguments? read = null;
        Arguments.Command(parsed =>
        {
            read = parsed;
            return Task.FromResult(0);
        }, _ => Task.FromResult(1), _ => Task.FromResult(1)).Parse(arguments).Invoke();
        return ServerSettings.Read(read!, environment);
    }
}
