using System.Net.Sockets;
using System.Text;
using XenApi.Server;
using XenCim.Tests.Clients;
using XenCim.Tests.Memory;

namespace XenCim.Tests.Server;

/// <summary>What systemd hears of the server, over real datagram sockets, and what its journal does not hear.</summary>
public sealed class SupervisorTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly StateDirectory state = new();
    private readonly Socket heard = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    private string SocketPath => state.Path + ".notify";

    public void Dispose()
    {
        heard.Dispose();
        File.Delete(SocketPath);
        state.Dispose();
    }

    [Fact]
    public async Task It_hears_when_the_server_is_ready_and_when_the_end_begins()
    {
        heard.Bind(new UnixDomainSocketEndPoint(SocketPath));
        await using var server = await ServerProcess.StartWithAsync(state.Path, new() { [Supervisor.Variable] = SocketPath });

        (await HearAsync()).Should().Be($"READY=1\nSTATUS={server.Ready}");

        (await server.TerminateAsync()).Should().Be(0);
        (await HearAsync()).Should().Be("STOPPING=1");
    }

    [Fact]
    public async Task The_name_may_be_abstract()
    {
        var name = $"xencim-{Guid.NewGuid():N}";
        heard.Bind(new UnixDomainSocketEndPoint('\0' + name));

        await new Supervisor('@' + name).ReadyAsync("two\nlines");

        (await HearAsync()).Should().Be("READY=1\nSTATUS=two lines");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("vsock:2:9999")]
    [InlineData("/nowhere/at/all")]
    public async Task Where_nobody_listens_nothing_happens(string? socket) =>
        await FluentActions.Awaiting(() => new Supervisor(socket).ReadyAsync("ready")).Should().NotThrowAsync();

    [Fact]
    public async Task A_path_that_is_too_long_for_a_socket_ends_nothing() =>
        await FluentActions.Awaiting(() => new Supervisor("/" + new string('x', 300)).StoppingAsync()).Should().NotThrowAsync();

    [Fact]
    public async Task A_journal_does_not_learn_the_password_that_was_made()
    {
        await using var server = await ServerProcess.StartWithAsync(state.Path, new() { ["JOURNAL_STREAM"] = "9:12345" });
        var path = Path.Combine(state.Path, FirstPassword.FileName);
        var password = (await File.ReadAllTextAsync(path)).TrimEnd('\n');

        using var client = new XenClient(server.Address);
        await client.LoginAsync("root", password);

        server.Errors.Trim().Should().Be($"The account root was made. Its password is in {path}; read it, then remove the file.");
        File.GetUnixFileMode(path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private async Task<string> HearAsync()
    {
        using var enough = new CancellationTokenSource(Patience);
        var datagram = new byte[4096];
        return Encoding.UTF8.GetString(datagram, 0, await heard.ReceiveAsync(datagram, SocketFlags.None, enough.Token));
    }
}
