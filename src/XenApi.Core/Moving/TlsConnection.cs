using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Hypervisor.Native;
using Hypervisor.Native.Moving;

namespace XenApi.Core.Moving;

/// <summary>The way to the door of another XenCim.</summary>
internal static class TlsConnection
{
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(30);

    /// <summary>Connects, and shakes hands.</summary>
    public static async Task<MoveConnection> OpenAsync(MoveAddress to, TlsIdentity identity, MovePatience patience, TimeProvider time, CancellationToken cancelled)
    {
        var port = to.Port ?? MoveSetup.TlsPort;
        var socket = new TcpClient { NoDelay = true };
        SslStream? secret = null;
        using var enough = new CancellationTokenSource(ConnectTime, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, cancelled);
        try
        {
            await socket.ConnectAsync(to.Host, port, both.Token).ConfigureAwait(false);
            socket.Client.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            secret = new SslStream(socket.GetStream());
            await secret.AuthenticateAsClientAsync(identity.Client(to.Host), both.Token).ConfigureAwait(false);
            return new(new Peer(to.Host, secret, secret, null, time, patience), () =>
            {
                socket.Dispose();
                return default;
            });
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException or OperationCanceledException or InvalidOperationException)
        {
            await (secret?.DisposeAsync() ?? default).ConfigureAwait(false);
            socket.Dispose();
            cancelled.ThrowIfCancellationRequested();
            throw new HypervisorException(HypervisorFault.Unreachable, $"{to.Host} cannot be reached at port {port}: {Reason(e)}.", e);
        }
    }

    private static string Reason(Exception e) => e switch
    {
        OperationCanceledException => $"it did not answer within {ConnectTime.TotalSeconds:0} s",
        AuthenticationException => $"it does not show a certificate for that name by an authority that is believed here ({e.Message.TrimEnd('.')})",
        _ => e.Message.TrimEnd('.'),
    };
}
