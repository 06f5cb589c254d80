using Hypervisor.Native.Moving;

namespace XenApi.Core.Moving;

/// <summary>A connection to another host, with what it is made of.</summary>
/// <param name="peer">The other host.</param>
/// <param name="end">Ends what the connection is made of, after the connection.</param>
internal sealed class MoveConnection(Peer peer, Func<ValueTask> end) : IAsyncDisposable
{
    /// <summary>The other host.</summary>
    public Peer Peer => peer;

    /// <summary>Connects to a host.</summary>
    public static Task<MoveConnection> OpenAsync(MoveAddress to, MoveSetup setup, TimeProvider time, CancellationToken cancelled) => to.IsTls
        ? TlsConnection.OpenAsync(to, setup.Tls!, setup.Patience, time, cancelled)
        : Task.Run(() => SshConnection.Open(to, setup.Ssh!, setup.Patience, time), cancelled);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await peer.DisposeAsync().ConfigureAwait(false);
        await end().ConfigureAwait(false);
    }
}
