using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using XenApi.Server.Listeners;
using XenApi.Server.Settings;

namespace XenApi.Server.Http;

/// <summary>Kestrel without a host around it: the listeners of one exchange.</summary>
internal sealed class HttpServer : IAsyncDisposable
{
    // Connections beyond the limit that are let in only to be told so.
    private const int OverLimit = 64;
    private const int ResponseBufferBytes = 2 * 1024 * 1024;

    private readonly CancellationTokenSource stopping = new();
    private readonly HttpLimits limits;
    private readonly IReadOnlyList<Listener> listeners;
    private readonly KestrelServer kestrel;
    private readonly Application application;

    private HttpServer(IReadOnlyList<Listener> listeners, HttpLimits limits, Exchange exchange, ILoggerFactory logs)
    {
        this.limits = limits;
        this.listeners = listeners;
        application = new(exchange, limits, Traffic = new(limits), logs.CreateLogger<Application>());
        var sockets = new SocketTransportOptions { CreateBoundListenSocket = Bind };
        kestrel = new(Options.Create(Configured(logs)), new SocketTransportFactory(Options.Create(sockets), logs), logs);
    }

    /// <summary>What clients take of the server now.</summary>
    public Traffic Traffic { get; }

    /// <summary>Where clients can connect.</summary>
    public IEnumerable<ListenAddress> Addresses => listeners.Select(l => l.Address);

    /// <summary>Listens; when this is done clients can connect.</summary>
    /// <exception cref="SettingException">An address cannot be had.</exception>
    public static async Task<HttpServer> StartAsync(IReadOnlyList<Listener> listeners, HttpLimits limits, Exchange exchange, ILoggerFactory logs)
    {
        var server = new HttpServer(listeners, limits, exchange, logs);
        try
        {
            if (listeners.Count > 0)
            {
                await server.kestrel.StartAsync(server.application, CancellationToken.None).ConfigureAwait(false);
            }

            return server;
        }
        catch (Exception e)
        {
            await server.DisposeAsync().ConfigureAwait(false);
            if (e is IOException or SocketException)
            {
                throw new SettingException("xmlrpc", string.Join(' ', listeners.Select(l => l.Address)), $"there it cannot listen: {e.Message}", e);
            }

            throw;
        }
    }

    /// <summary>Ends what waits, lets what is in work end, and listens no more.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        using var enough = new CancellationTokenSource(limits.StopTime);
        await kestrel.StopAsync(enough.Token).ConfigureAwait(false);
        kestrel.Dispose();
        stopping.Dispose();
    }

    private KestrelServerOptions Configured(ILoggerFactory logs)
    {
        var options = new KestrelServerOptions { AddServerHeader = false, ApplicationServices = new LogsOnly(logs) };
        options.Limits.MaxConcurrentConnections = limits.Connections + OverLimit;
        options.Limits.MaxRequestBodySize = limits.BodyBytes;

        // A large answer is copied on while what is copied is sent.
        options.Limits.MaxResponseBufferSize = ResponseBufferBytes;
        options.Limits.RequestHeadersTimeout = limits.HeaderTime;
        options.Limits.KeepAliveTimeout = limits.KeepAliveTime;
        options.Limits.MinRequestBodyDataRate = new(limits.BodyBytesPerSecond, limits.BodyGrace);
        foreach (var listener in listeners)
        {
            options.Listen(listener.EndPoint, listen => listener.Configure(listen, next => connection => VisitAsync(listener, connection, next)));
        }

        return options;
    }

    private async Task VisitAsync(Listener listener, ConnectionContext connection, ConnectionDelegate next)
    {
        var fits = Traffic.Connect();
        try
        {
            if (await listener.AllowsAsync(connection.RemoteEndPoint).ConfigureAwait(false))
            {
                using var visit = new Visit(listener, connection, !fits, stopping.Token);
                connection.Features.Set(visit);
                await next(connection).ConfigureAwait(false);
            }
        }
        finally
        {
            Traffic.Disconnect();
        }
    }

    private Socket Bind(EndPoint endPoint) =>
        listeners.FirstOrDefault(l => l.SocketFile is not null && l.EndPoint.Equals(endPoint)) is { } listener
            ? listener.SocketFile!.Bind()
            : SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);

    // All that Kestrel asks of a container.
    private sealed class LogsOnly(ILoggerFactory logs) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(ILoggerFactory) ? logs : null;
    }
}
