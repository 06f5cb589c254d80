using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Wire;
using XenApi.Server.Settings;

namespace XenApi.Server.Http;

/// <summary>A connection of a client, and what its requests share: one is answered after the other.</summary>
internal sealed class Visit : HttpTurn, IDisposable
{
    private readonly CancellationTokenSource gone;

    /// <summary>Makes the visit of a connection.</summary>
    public Visit(Entrance entrance, ConnectionContext connection, bool isOneTooMany, CancellationToken stopping)
    {
        Entrance = entrance;
        IsOneTooMany = isOneTooMany;
        Outgoing = new(this);
        gone = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed, stopping);
    }

    /// <summary>Where the client has come in.</summary>
    public Entrance Entrance { get; }

    /// <summary>Whether the client is told that there are too many connections.</summary>
    public bool IsOneTooMany { get; }

    /// <summary>Set when the client is gone or the server stops.</summary>
    public override CancellationToken Gone => gone.Token;

    /// <summary>The request that is answered now.</summary>
    public IFeatureCollection Features { get; private set; } = null!;

    /// <summary>Its body, on the way.</summary>
    public RequestBody Incoming { get; } = new();

    /// <inheritdoc/>
    public override string Method => Request.Method;

    /// <inheritdoc/>
    public override string Target => Request.RawTarget;

    /// <summary>Its answer, on the way.</summary>
    public Outgoing Outgoing { get; }

    private IHttpRequestFeature Request => Features.GetRequiredFeature<IHttpRequestFeature>();

    /// <summary>Begins to answer a request.</summary>
    public void Begin(IFeatureCollection features)
    {
        Features = features;
        Status = StatusCodes.Status200OK;
        ContentType = Entrance.Protocol.ContentType;
        Outgoing.Begin();
    }

    /// <summary>Reads the body.</summary>
    public async ValueTask ReadAsync(Traffic traffic, HttpLimits limits) =>
        Body = await Incoming.ReadAsync(Features.GetRequiredFeature<IRequestBodyPipeFeature>().Reader, traffic, limits).ConfigureAwait(false);

    /// <summary>Lets go of the body.</summary>
    public void Release()
    {
        Body = default;
        Incoming.Release();
    }

    /// <inheritdoc/>
    public override ValueTask FlowAsync() => Outgoing.FlowAsync();

    /// <inheritdoc/>
    public override string? Header(string name) => Request.Headers.TryGetValue(name, out var values) ? values.ToString() : null;

    /// <inheritdoc/>
    public override void Tell(string name, string value)
    {
        // Only so does a header without a value stay there.
        var headers = Features.GetRequiredFeature<IHttpResponseFeature>().Headers;
        if (value.Length == 0)
        {
            ((IDictionary<string, StringValues>)headers).Add(name, value);
            return;
        }

        headers.Append(name, value);
    }

    /// <summary>The connection has ended.</summary>
    public void Dispose() => gone.Dispose();
}
