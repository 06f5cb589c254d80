using System.Net;
using System.Net.Sockets;
using XenApi.Server.Listeners;
using XenApi.Server.Settings;

namespace XenCim.Tests.Server;

/// <summary>Where the server listens, and to whom.</summary>
public sealed class ListenerTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("xencim-listen-").FullName;

    private string SocketPath => Path.Combine(directory, "xen-api.sock");

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_is_shown_the_certificate_and_answered(bool inOneFile)
    {
        using var pem = new PemFiles();
        await using var desk = await Desk.OpenAsync(null, Desk.At("https://127.0.0.1:0") with
        {
            Certificate = inOneFile ? pem.Both : pem.Certificate,
            Key = inOneFile ? null : pem.Key,
        });
        var shown = "";
        await using var client = await RawClient.ConnectAsync(desk.Address.EndPoint, (_, certificate, _, _) =>
        {
            shown = certificate!.GetCertHashString();
            return true;
        });

        (await client.AskAsync(RawClient.Post("secret"))).Text.Should().Be("secret");
        shown.Should().Be(pem.Thumbprint);
        desk.Address.ToString().Should().MatchRegex(@"^https://127\.0\.0\.1:[1-9]\d*$");
    }

    [Fact]
    public void A_certificate_that_cannot_be_read_is_told()
    {
        using var pem = new PemFiles();
        var listener = Desk.At("https://127.0.0.1:0");

        Making(listener with { Certificate = pem.Certificate + "x" }).Should().Throw<SettingException>().WithMessage("The setting certificate is \"*x\"; it takes a PEM file with a certificate (*");
        Making(listener with { Certificate = pem.Key }).Should().Throw<SettingException>().WithMessage("The setting certificate is*");
        Making(listener with { Certificate = pem.Certificate }).Should().Throw<SettingException>().WithMessage("The setting key is*");
        Making(listener with { Certificate = pem.Certificate, Key = pem.Certificate }).Should().Throw<SettingException>().WithMessage("The setting key is*");
    }

    [Theory]
    [InlineData("0600")]
    [InlineData("0666")]
    public async Task A_socket_has_its_mode_when_clients_can_connect_and_goes_with_the_server(string mode)
    {
        var wanted = (UnixFileMode)Convert.ToInt32(mode, 8);
        await using (var desk = await Desk.OpenAsync(null, Desk.At("unix:" + SocketPath) with { Mode = wanted }))
        {
            File.GetUnixFileMode(SocketPath).Should().Be(wanted);
            await using var client = await desk.ConnectAsync();
            (await client.AskAsync(RawClient.Post("hello"))).Text.Should().Be("hello");
            desk.Address.ToString().Should().Be("unix:" + SocketPath);
        }

        Path.Exists(SocketPath).Should().BeFalse();
    }

    [Fact]
    public void A_socket_has_its_mode_before_it_listens()
    {
        using var bound = new SocketFile(SocketPath, UnixFileMode.UserRead, null).Bind();

        File.GetUnixFileMode(SocketPath).Should().Be(UnixFileMode.UserRead);
        using var early = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        FluentActions.Invoking(() => early.Connect(new UnixDomainSocketEndPoint(SocketPath)))
            .Should().Throw<SocketException>().Which.SocketErrorCode.Should().Be(SocketError.ConnectionRefused);
    }

    [Fact]
    public async Task A_dead_servers_socket_is_replaced()
    {
        LeaveDeadSocket();

        await using var desk = await Desk.OpenAsync(null, Desk.At("unix:" + SocketPath));

        await using var client = await desk.ConnectAsync();
        (await client.AskAsync(RawClient.Post("alive"))).Text.Should().Be("alive");
    }

    [Fact]
    public async Task A_living_servers_socket_is_left_alone()
    {
        await using var desk = await Desk.OpenAsync(null, Desk.At("unix:" + SocketPath));

        (await FluentActions.Awaiting(() => Desk.OpenAsync(null, Desk.At("unix:" + SocketPath))).Should().ThrowAsync<SettingException>())
            .WithMessage($"The setting xmlrpc is \"unix:{SocketPath}\"; another server listens there*");

        await using var client = await desk.ConnectAsync();
        (await client.AskAsync(RawClient.Post("still here"))).Text.Should().Be("still here");
    }

    [Fact]
    public async Task A_file_that_is_no_socket_is_left_alone()
    {
        await File.WriteAllTextAsync(SocketPath, "");

        (await FluentActions.Awaiting(() => Desk.OpenAsync(null, Desk.At("unix:" + SocketPath))).Should().ThrowAsync<SettingException>())
            .WithMessage("*there is something in that place that is no socket of a dead server*");

        File.Exists(SocketPath).Should().BeTrue();
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        (await FluentActions.Awaiting(() => Desk.OpenAsync(null, Desk.At($"http://127.0.0.1:{port}"))).Should().ThrowAsync<SettingException>())
            .WithMessage($"The setting xmlrpc is \"http://127.0.0.1:{port}\"; there it cannot listen: *");
    }

    [Theory]
    [InlineData(true, "127")]
    [InlineData(true, @"10\.", @"127\.0\.0\.1$")]
    [InlineData(false, @"10\.")]
    [InlineData(false, @"27\.0")]
    [InlineData(false, "127$")]
    public async Task Only_the_peers_named_are_let_in(bool isLetIn, params string[] peers)
    {
        await using var desk = await Desk.OpenAsync(null, Desk.At("http://127.0.0.1:0") with { Peers = peers });
        await using var client = await desk.ConnectAsync();
        var request = RawClient.Post("hello");

        if (isLetIn)
        {
            (await client.AskAsync(request)).Text.Should().Be("hello");
        }
        else
        {
            (await client.RestAsync()).Should().BeEmpty("a refused peer gets no answer");
        }
    }

    [Fact]
    public async Task A_peer_that_came_by_the_newer_protocol_has_its_own_address()
    {
        var peers = new PeerList([@"127\.0\.0\.1$"]);

        (await peers.AllowsAsync(new IPEndPoint(IPAddress.Parse("::ffff:127.0.0.1"), 1))).Should().BeTrue();
        (await peers.AllowsAsync(new UnixDomainSocketEndPoint("/x"))).Should().BeFalse();
        (await new PeerList([]).AllowsAsync(null)).Should().BeTrue();
    }

    [Fact]
    public void A_pattern_that_is_none_is_told() =>
        FluentActions.Invoking(() => new PeerList(["("])).Should().Throw<SettingException>().WithMessage("The setting peers is \"(\"; it takes regular expressions*");

    [Theory]
    [InlineData("root", true)]
    [InlineData(":root", true)]
    [InlineData("0:0", true)]
    [InlineData("", false)]
    [InlineData(":", false)]
    [InlineData("nobody-has-this-name", false)]
    [InlineData("root:root:root", false)]
    public void An_owner_is_one_that_the_system_knows(string text, bool isKnown) => (FileOwner.TryParse(text) is not null).Should().Be(isKnown);

    private static Action Making(ListenerSettings settings) => () => _ = new Listener(settings);

    // What a process that was killed leaves behind: the file, and nobody who listens. .NET would delete it with the socket.
    private void LeaveDeadSocket()
    {
        using var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        dead.Bind(new UnixDomainSocketEndPoint(SocketPath + ".bound"));
        File.Move(SocketPath + ".bound", SocketPath);
    }
}
