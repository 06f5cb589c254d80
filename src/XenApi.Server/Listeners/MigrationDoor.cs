using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Hypervisor.Native.Moving;
using XenApi.Core;
using XenApi.Core.Moving;
using XenApi.Server.Settings;

namespace XenApi.Server.Listeners;

/// <summary>
/// Where machines come in from hosts of other servers. Both sides show a certificate before anything else is said: whoever is
/// let in has the rights of root here, as a machine's configuration names files and programs of the host.
/// </summary>
internal sealed partial class MigrationDoor : IAsyncDisposable
{
    private static readonly TimeSpan HandshakeTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(100);

    private readonly MigrationSettings settings;
    private readonly TlsIdentity identity;
    private readonly Engine engine;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly PeerList peers;
    private readonly Socket listening;
    private readonly CancellationTokenSource closing = new();
    private readonly ConcurrentDictionary<Task, byte> visits = new();
    private readonly Task accepting;

    private MigrationDoor(MigrationSettings settings, TlsIdentity identity, Engine engine, TimeProvider time, ILogger log)
    {
        (this.settings, this.identity, this.engine, this.time, this.log) = (settings, identity, engine, time, log);
        peers = new(settings.Peers);
        listening = Bind(settings.Address!);
        accepting = AcceptAsync();
    }

    /// <summary>Where it is, with the port that the system has chosen.</summary>
    public string Address => MigrationSettings.Text(settings.Address!.At(listening.LocalEndPoint!));

    /// <summary>Opens it; null where it is not wanted.</summary>
    /// <exception cref="SettingException">The address cannot be had.</exception>
    public static MigrationDoor? Open(MigrationSettings settings, MoveSetup setup, Engine engine, TimeProvider time, ILogger log) =>
        settings.Address is null ? null : new(settings, setup.Tls!, engine, time, log);

    /// <summary>Lets nobody in any more; what has not been given to this host yet does not come.</summary>
    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync().ConfigureAwait(false);
        listening.Dispose();
        await accepting.ConfigureAwait(false);
        await Task.WhenAll(visits.Keys).ConfigureAwait(false);
        closing.Dispose();
    }

    private static Socket Bind(ListenAddress address)
    {
        var end = (IPEndPoint)address.EndPoint;
        var socket = new Socket(end.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (end.Address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            socket.Bind(end);
            socket.Listen();
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new SettingException("migration:url", MigrationSettings.Text(address), $"there it cannot listen: {e.Message}", e);
        }
    }

    private async Task AcceptAsync()
    {
        while (!closing.IsCancellationRequested)
        {
            try
            {
                var socket = await listening.AcceptAsync(closing.Token).ConfigureAwait(false);

                // Those in the handshake, and those that are told that there are too many.
                if (visits.Count >= settings.ArrivalsMost * 2)
                {
                    LogTooMany(socket.RemoteEndPoint);
                    socket.Dispose();
                    continue;
                }

                var visit = VisitAsync(socket);
                visits.TryAdd(visit, 0);
                _ = visit.ContinueWith(done => visits.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                // Of one who hung up, or of too many open files: there is a next one.
                LogNotAccepted(e.Message);
                await Task.Delay(Breath, time, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private async Task VisitAsync(Socket socket)
    {
        await Task.Yield();
        using var held = socket;
        var name = $"{(socket.RemoteEndPoint as IPEndPoint)?.Address}";
        try
        {
            socket.NoDelay = true;
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            if (!await peers.AllowsAsync(socket.RemoteEndPoint).ConfigureAwait(false))
            {
                LogNotAllowed(name);
                return;
            }

            var secret = new SslStream(new NetworkStream(socket));
            await using (secret.ConfigureAwait(false))
            {
                using var enough = new CancellationTokenSource(HandshakeTime, time);
                using var both = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, closing.Token);
                await secret.AuthenticateAsServerAsync(identity.Server(), both.Token).ConfigureAwait(false);
                await using var peer = new Peer(name, secret, secret, null, time);
                await engine.ReceiveAsync(peer, closing.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is AuthenticationException or IOException or SocketException or OperationCanceledException or InvalidOperationException)
        {
            LogNoHandshake(name, e.Message);
        }
        catch (Exception e)
        {
            LogFailed(name, e);
        }
    }

    [LoggerMessage(90, LogLevel.Warning, "{Peer} wanted to send a machine, and showed no certificate that is believed here: {Reason}")]
    private partial void LogNoHandshake(string peer, string reason);

    [LoggerMessage(91, LogLevel.Warning, "{Peer} wanted to send a machine, and is not among the peers that may.")]
    private partial void LogNotAllowed(string peer);

    [LoggerMessage(92, LogLevel.Warning, "{Peer} wanted to send a machine, and there are too many already.")]
    private partial void LogTooMany(EndPoint? peer);

    [LoggerMessage(93, LogLevel.Warning, "A connection to send a machine could not be taken: {Reason}")]
    private partial void LogNotAccepted(string reason);

    [LoggerMessage(94, LogLevel.Error, "Receiving a machine from {Peer} failed.")]
    private partial void LogFailed(string peer, Exception cause);
}
