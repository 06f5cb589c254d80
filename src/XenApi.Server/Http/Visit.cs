using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Wire;
using XenApi.Server.Listeners;

namespace XenApi.Server.Http;

/// <summary>A connection of a client, and what its requests share: one is answered after the other.</summary>
internal sealed class Visit : IDisposable
{
    private readonly CancellationTokenSource gone;

    /// <summary>Makes the visit of a connection.</summary>
    public Visit(Listener listener, ConnectionContext connection, bool isOneTooMany, CancellationToken stopping)
    {
        Listener = listener;
        IsOneTooMany = isOneTooMany;
        gone = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed, stopping);
    }

    /// <summary>Where the client has come in.</summary>
    public Listener Listener { get; }

    /// <summary>Whether the client is told that there are too many connections.</summary>
    public bool IsOneTooMany { get; }

    /// <summary>Set when the client is gone or the server stops.</summary>
    public CancellationToken Gone => gone.Token;

    /// <summary>The request that is answered now.</summary>
    public IFeatureCollection Features { get; set; } = null!;

    /// <summary>Its body.</summary>
    public RequestBody Body { get; } = new();

    /// <summary>The body of its answer; holds no memory between requests.</summary>
    public AnswerBuffer Answer { get; } = new();

    /// <summary>The body of its answer, compressed, where the client wants that.</summary>
    public AnswerBuffer? Compressed { get; set; }

    /// <summary>The connection has ended.</summary>
    public void Dispose() => gone.Dispose();
}
