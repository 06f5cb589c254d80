using System.Net.Sockets;
using System.Text;

namespace XenApi.Server;

/// <summary>
/// Who started the server and wants to hear how it fares: systemd, for a unit with <c>Type=notify</c>, names a datagram socket in the
/// environment and takes lines there (sd_notify(3)). Where nobody asked, nothing is told.
/// </summary>
/// <param name="socket">The path of the socket, or its abstract name after <c>@</c>; null where nobody listens.</param>
internal sealed class Supervisor(string? socket)
{
    /// <summary>The variable of the environment that names the socket.</summary>
    public const string Variable = "NOTIFY_SOCKET";

    // One datagram each; a socket of systemd takes far more.
    private const int LineCharsMost = 1000;

    /// <summary>Clients are answered from now on.</summary>
    /// <param name="status">One line about it, which <c>systemctl status</c> shows.</param>
    public Task ReadyAsync(string status) => TellAsync($"READY=1\nSTATUS={Line(status)}");

    /// <summary>The end has begun.</summary>
    public Task StoppingAsync() => TellAsync("STOPPING=1");

    private static string Line(string text) => (text.Length > LineCharsMost ? text[..LineCharsMost] : text).ReplaceLineEndings(" ");

    private async Task TellAsync(string lines)
    {
        if (socket is not ['/' or '@', _, ..])
        {
            return;
        }

        try
        {
            using var datagrams = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            var address = new UnixDomainSocketEndPoint(socket[0] == '@' ? '\0' + socket[1..] : socket);
            await datagrams.SendToAsync(Encoding.UTF8.GetBytes(lines), SocketFlags.None, address).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or ArgumentOutOfRangeException)
        {
            // The clients matter more than who watches; a watcher that hears nothing says so itself.
            await Console.Error.WriteLineAsync($"xencim: {Variable} names {socket}, which takes nothing ({e.Message})").ConfigureAwait(false);
        }
    }
}
