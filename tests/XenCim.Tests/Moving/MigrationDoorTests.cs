using System.Net.Sockets;
using XenApi.Server.Settings;
using XenCim.Tests.Clients;
using XenCim.Tests.Conformance;
using XenCim.Tests.Server;

namespace XenCim.Tests.Moving;

/// <summary>The door of a server for machines that come: its settings, and two servers with nothing but it in common.</summary>
public sealed class MigrationDoorTests : IDisposable
{
    private readonly Certificates certificates = new();
    private readonly string directory = Directory.CreateTempSubdirectory("xencim-").FullName;

    public void Dispose()
    {
        certificates.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public void Told_nothing_it_receives_nothing_and_reaches_others_as_its_hypervisor_can()
    {
        var settings = Read("{}");
        settings.Address.Should().BeNull();
        settings.Into(speaksXl: true).Ssh!.Program.Should().Be("ssh");
        settings.Into(speaksXl: true).Tls.Should().BeNull();
        settings.Into(speaksXl: false).Ssh.Should().BeNull();
    }

    [Fact]
    public void All_of_it_can_be_told()
    {
        var (certificate, key) = certificates.Files("localhost");
        var settings = Read($$"""
            { "migration": { "url": "tls://127.0.0.1", "certificate": "{{certificate}}", "key": "{{key}}", "authority": "{{certificates.AuthorityFile}}", "peers": ["10\\."], "arrivals": 2,
              "ssh": { "program": "/opt/ssh", "arguments": ["-i", "/etc/key"] } } }
            """);
        MigrationSettings.Text(settings.Address!).Should().Be("tls://127.0.0.1:8003");
        settings.Peers.Should().Equal("10\\.");
        var setup = settings.Into(speaksXl: true);
        setup.ArrivalsMost.Should().Be(2);
        setup.Ssh!.Program.Should().Be("/opt/ssh");
        setup.Ssh!.Arguments.Should().Equal("-i", "/etc/key");
        setup.Tls!.Authorities.Should().ContainSingle();
    }

    [Theory]
    [InlineData("""{ "migration": { "url": "tls://127.0.0.1" } }""", "migration:url")]
    [InlineData("""{ "migration": { "url": "https://127.0.0.1" } }""", "tls://ADDRESS:PORT")]
    [InlineData("""{ "migration": { "url": "8003" } }""", "tls://ADDRESS:PORT")]
    [InlineData("""{ "migration": { "arrivals": 0 } }""", "migration:arrivals")]
    [InlineData("""{ "migration": { "program": "ssh" } }""", "migration:program")]
    [InlineData("""{ "migration": { "certificate": "/nowhere.pem", "authority": "/nowhere.pem" } }""", "migration:certificate")]
    public void What_cannot_be_taken_is_told(string file, string told) =>
        FluentActions.Invoking(() => Read(file).Into(true)).Should().Throw<SettingException>().WithMessage($"*{told}*");

    [Fact]
    public async Task A_machine_goes_from_server_to_server_and_back()
    {
        await using var here = await StartAsync("here");
        await using var there = await StartAsync("there");
        using var a = await here.LoginAsync();
        using var b = await there.LoginAsync();
        var vm = await RunningAsync(a);
        await a.CallAsync("VM.migrate", vm, there.Addresses[^1].Replace("127.0.0.1", "localhost"), true, Furnishing.Map());
        (await a.CallAsync<string>("VM.get_power_state", vm)).Should().Be("Halted");
        await BecomesAsync(b, vm, "Running");
        await b.CallAsync("VM.migrate", vm, here.Addresses[^1], true, new Dictionary<string, object> { ["change_home_server"] = "1" });
        await BecomesAsync(a, vm, "Running");
        (await b.FailAsync("VM.get_power_state", vm))[0].Should().Be("HANDLE_INVALID");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_kill_of_either_server_on_the_way_leaves_the_machine_where_it_was(bool ofSender)
    {
        var slow = Path.Combine(directory, "slow.json");
        await File.WriteAllTextAsync(slow, """{ "timings": { "migrateMiBPerSecond": 1 } }""");
        await using var here = await StartAsync("here", "--simulate", slow);
        await using var there = await StartAsync("there");
        using var a = await here.LoginAsync();
        var vm = await RunningAsync(a);
        var task = await a.CallAsync<string>("Async.VM.migrate", vm, there.Addresses[^1], true, Furnishing.Map());
        while (Convert.ToDouble(await a.CallAsync("task.get_progress", task), System.Globalization.CultureInfo.InvariantCulture) == 0)
        {
            (await a.CallAsync<string>("task.get_status", task)).Should().Be("pending");
        }

        await (ofSender ? here : there).KillAsync();
        if (ofSender)
        {
            await using var again = await StartAsync("here");
            using var client = await again.LoginAsync();
            await BecomesAsync(client, vm, "Running");
            (await client.CallAsync<Dictionary<string, object?>>("VM.get_other_config", vm)).Should().NotContainKey("migrated_to");
            using var b = await there.LoginAsync();
            (await b.FailAsync("VM.get_power_state", vm))[0].Should().Be("HANDLE_INVALID");
            return;
        }

        await a.CallAsync("task.cancel", task);
        while (await a.CallAsync<string>("task.get_status", task) is "pending" or "cancelling")
        {
        }

        await BecomesAsync(a, vm, "Running");
        await using var anew = await StartAsync("there");
        using var other = await anew.LoginAsync();
        (await other.FailAsync("VM.get_power_state", vm))[0].Should().Be("HANDLE_INVALID");
    }

    [Fact]
    public async Task Who_says_nothing_and_who_speaks_another_protocol_does_no_harm()
    {
        await using var here = await StartAsync("here");
        var port = new Uri(here.Addresses[^1]).Port;
        using (var silent = new TcpClient("127.0.0.1", port))
        using (var other = new TcpClient("127.0.0.1", port))
        {
            await other.GetStream().WriteAsync("GET / HTTP/1.0\r\n\r\n"u8.ToArray());
            (await other.GetStream().ReadAtLeastAsync(new byte[1000], 1000, false)).Should().BeLessThan(1000, "it is let go");
        }

        using var client = await here.LoginAsync();
        (await client.CallAsync("VM.get_all")).Should().NotBeNull();
        (await here.TerminateAsync()).Should().Be(0);
    }

    private MigrationSettings Read(string file)
    {
        var path = Path.Combine(directory, "settings.json");
        File.WriteAllText(path, file);
        return ServerSettings.Read(Arguments.None with { ConfigFile = path }, new Dictionary<string, string?>()).Migration;
    }

    private static async Task<string> RunningAsync(XenClient client)
    {
        var vm = await client.CallAsync<string>("VM.create", Furnishing.Machine("mover"));
        await client.CallAsync("VM.start", vm, false);
        return vm;
    }

    private static async Task BecomesAsync(XenClient client, string vm, string state)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                if (await client.CallAsync<string>("VM.get_power_state", vm) == state)
                {
                    return;
                }
            }
            catch (XenFailure failure) when (failure.Description[0] == "HANDLE_INVALID")
            {
                // It is not known yet.
            }

            patience.Token.ThrowIfCancellationRequested();
        }
    }

    private Task<ServerProcess> StartAsync(string name, params string[] more)
    {
        var (certificate, key) = certificates.Files("localhost");
        return ServerProcess.StartWithAsync(
            Path.Combine(directory, name),
            new()
            {
                ["XENCIM_ROOT_PASSWORD"] = ServerProcess.RootPassword, ["XENCIM_MIGRATION__AUTHORITY"] = certificates.AuthorityFile,
                ["XENCIM_MIGRATION__CERTIFICATE"] = certificate, ["XENCIM_MIGRATION__KEY"] = key,
            },
            ["--migration", "tls://127.0.0.1:0", .. more]);
    }
}
