using XenCim.Tests.Clients;
using XenCim.Tests.Memory;

namespace XenCim.Tests.Server;

/// <summary>The program as an administrator meets it: starts, refusals, ends.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly StateDirectory state = new();

    public void Dispose() => state.Dispose();

    [Fact]
    public async Task It_says_where_it_is_ready_and_ends_at_a_signal_though_somebody_waits()
    {
        await using var server = await ServerProcess.StartAsync(state.Path, "--xmlrpc", "http://127.0.0.1:0", "--xmlrpc", $"unix:{state.Path}.sock");
        using var client = await server.LoginAsync();
        await client.CallAsync("event.register", new List<object>());
        var waiting = client.CallAsync("event.next");

        var exitCode = await server.TerminateAsync();

        server.Ready.Should().MatchRegex($@"^ready http://127\.0\.0\.1:[1-9]\d* unix:{state.Path}\.sock$");
        exitCode.Should().Be(0);
        server.Errors.Trim().Should().BeEmpty();
        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<Exception>();
        Path.Exists(state.Path + ".sock").Should().BeFalse();
    }

    [Fact]
    public async Task The_password_that_it_made_is_shown_once()
    {
        string shown;
        await using (var first = await ServerProcess.StartAsync(state.Path, withPassword: false))
        {
            shown = first.Errors.Trim();
            var password = shown.Split(' ')[^1];
            using var client = new XenClient(first.Address);
            await client.LoginAsync("root", password);
            (await first.TerminateAsync()).Should().Be(0);
        }

        shown.Should().StartWith("The account root was made. Its password, shown this once: ");
        await using var second = await ServerProcess.StartAsync(state.Path, withPassword: false);
        second.Errors.Trim().Should().BeEmpty();
    }

    [Fact]
    public async Task Schemas_are_checked_and_imported_from_the_command_line()
    {
        Directory.CreateDirectory(state.Path);
        var file = Path.Combine(state.Path, "a.mof");
        await File.WriteAllTextAsync(file, "class Test_Thing : Test_Nothing { };");
        await using var wrong = ServerProcess.Launch(state.Path, "mof", "check", file);
        (await wrong.EndAsync()).Should().Be(1);
        wrong.Errors.Should().Contain($"{file}:1:20: error: the superclass 'Test_Nothing' of 'Test_Thing' is not declared");

        await File.WriteAllTextAsync(file, "class Test_Thing { [Key] string Name; };");
        await using var good = ServerProcess.Launch(state.Path, "mof", "import", file, "--namespace", "interop");
        (await good.EndAsync()).Should().Be(0);

        await using var server = await ServerProcess.StartAsync(state.Path);
        await using var late = ServerProcess.Launch(state.Path, "mof", "import", file);
        (await late.EndAsync()).Should().Be(1);
        late.Errors.Should().StartWith($"xencim: The state directory {state.Path} is in use by another server. Ask the server itself: --url");
    }

    [Fact]
    public async Task A_server_that_runs_is_asked_to_import()
    {
        Directory.CreateDirectory(Path.Combine(state.Path, "files", "below"));
        var (a, b) = (Path.Combine(state.Path, "files", "a.mof"), Path.Combine(state.Path, "files", "below", "b.mof"));
        await File.WriteAllTextAsync(a, "#pragma include(\"below/../below/b.mof\")\n[Xen_Source{\"VM\"}] class Test_Low : Test_Thing { [Override(\"Name\"), Xen_Value{\"name_lable\"}] string Name; };");
        await File.WriteAllTextAsync(b, "class Test_Thing { [Key] string Name; };");
        await using var server = await ServerProcess.StartAsync(state.Path, "--cimxml", "http://127.0.0.1:0");
        var url = server.Addresses[1];

        await using var wrong = ServerProcess.Launch(state.Path, "mof", "import", "--url", url, a);
        (await wrong.EndAsync()).Should().Be(1);
        wrong.Errors.Trim().Should().Contain($"{a}:2:").And.Contain("name_lable").And.EndWith("Nothing was imported.");

        await File.WriteAllTextAsync(a, (await File.ReadAllTextAsync(a)).Replace("lable", "label"));
        foreach (var (verb, told) in ((string, string)[])[("check", "Nothing is wrong. Declarations: 2, of them new or changed: 2."), ("import", "Imported. Declarations: 2, of them new or changed: 2."), ("import", "Imported. Declarations: 2, of them new or changed: 0.")])
        {
            await using var right = ServerProcess.Launch(state.Path, "mof", verb, a, "--url", url);
            (await right.EndAsync()).Should().Be(0, right.Errors);
            right.Output.Trim().Should().Be(told);
        }

        await using var stranger = ServerProcess.Launch(state.Path, "mof", "import", a, "--url", url, "--user", "nobody");
        (await stranger.EndAsync()).Should().Be(1);
        stranger.Errors.Trim().Should().Be($"{url}/: it does not let nobody in with this password.");
        await using var far = ServerProcess.Launch(state.Path, "mof", "import", a, "--url", "http://192.0.2.1:5988");
        (await far.EndAsync()).Should().Be(2);
    }

    [Fact]
    public async Task A_second_server_on_the_same_state_is_refused()
    {
        await using var first = await ServerProcess.StartAsync(state.Path);
        await using var second = ServerProcess.Launch(state.Path);

        (await second.EndAsync()).Should().Be(1);

        second.Errors.Trim().Should().Be($"xencim: The state directory {state.Path} is in use by another server.");
        using var client = await first.LoginAsync();
    }

    [Fact]
    public async Task A_wrong_setting_is_told_and_nothing_is_begun()
    {
        await using var server = ServerProcess.Launch(state.Path, "--auth", "pam");

        (await server.EndAsync()).Should().Be(2);

        server.Errors.Trim().Should().Be("xencim: The setting auth is \"pam\"; it takes one of: none, local.");
        Directory.Exists(state.Path).Should().BeFalse();
    }

    [Fact]
    public async Task An_unknown_option_is_told_and_nothing_is_begun()
    {
        await using var server = ServerProcess.Launch(state.Path, "--xmlrcp", "none");

        (await server.EndAsync()).Should().NotBe(0);

        server.Errors.Should().Contain("--xmlrcp");
        Directory.Exists(state.Path).Should().BeFalse();
    }

    [Fact]
    public async Task With_its_door_shut_it_is_ready_all_the_same()
    {
        await using var server = await ServerProcess.StartAsync(state.Path, "--xmlrpc", "none");

        server.Ready.Should().Be("ready");
        (await server.TerminateAsync()).Should().Be(0);
    }

    [Fact]
    public async Task A_listener_of_the_file_asks_for_no_password_and_serves_the_old_revision()
    {
        Directory.CreateDirectory(state.Path);
        var file = Path.Combine(state.Path, "settings.json");
        await File.WriteAllTextAsync(file, """{ "xmlrpc": [ { "url": "http://127.0.0.1:0", "auth": "none", "api": "0.9.0" } ] }""");
        await using var server = await ServerProcess.StartAsync(state.Path, "--config", file);
        using var client = new XenClient(server.Address);

        await client.LoginAsync("", "");

        (await client.FailAsync("cpu_pool.get_all")).Should().Equal("MESSAGE_METHOD_UNKNOWN", "cpu_pool.get_all");
    }
}
