using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using XenApi.Server.Listeners;
using XenApi.Server.Settings;

namespace XenApi.Server.Http;

/// <summary>Kestrel without a host around it: the listeners of all protocols.</summary>
internal sealed class HttpServer : IAsyncDisposable
{
    // Connections beyond the limit that are let in only to be told so.
    private const int OverLimit = 64;
    private const int ResponseBufferBytes = 2 * 1024 * 1024;

    private readonly CancellationTokenSource stopping = new();
    private readonly HttpLimits limits;
    private readonly IReadOnlyList<Entrance> entrances;
    private readonly KestrelServer kestrel;
    private readonly Application application;

    private HttpServer(IReadOnlyList<Entrance> entrances, HttpLimits limits, ILoggerFactory logs)
    {
        this.limits = limits;
        this.entrances = entrances;
        application = new(limits, Traffic = new(limits), logs.CreateLogger<Application>());
        var sockets = new SocketTransportOptions { CreateBoundListenSocket = Bind };
        kestrel = new(Options.Create(Configured(logs)), new SocketTransportFactory(Options.Create(sockets), logs), logs);
    }

    /// <summary>What clients take of the server now.</summary>
    public Traffic Traffic { get; }

    /// <summary>Where clients can connect.</summary>
    public IEnumerable<ListenAddress> Addresses => entrances.Select(entrance => entrance.Listener.Address);

    /// <summary>Where clients of a protocol can connect.</summary>
    public IEnumerable<ListenAddress> AddressesOf(ListenerKind kind) =>
        entrances.Where(entrance => entrance.Listener.Setting == kind.Name).Select(entrance => entrance.Listener.Address);

    /// <summary>Listens; when this is done clients can connect.</summary>
    /// <exception cref="SettingException">An address cannot be had.</exception>
    public static async Task<HttpServer> StartAsync(IReadOnlyList<Entrance> entrances, HttpLimits limits, ILoggerFactory logs)
    {
        var server = new HttpServer(entrances, limits, logs);
        try
        {
            if (entrances.Count > 0)
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
                var setting = (entrances.FirstOrDefault(entrance => e.Message.Contains(entrance.Listener.Address.ToString(), StringComparison.Ordinal)) ?? entrances[0]).Listener.Setting;
                var addresses = entrances.Where(entrance => entrance.Listener.Setting == setting).Select(entrance => entrance.Listener.Address);
                throw new SettingException(setting, string.Join(' ', addresses), $"there it cannot listen: {e.Message}", e);
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
        foreach (var entrance in entrances)
        {
            options.Listen(entrance.Listener.EndPoint, listen => entrance.Listener.Configure(listen, next => connection => VisitAsync(entrance, connection, next)));
        }

        return options;
    }

    private async Task VisitAsync(Entrance entrance, ConnectionContext connection, ConnectionDelegate next)
    {
        var fits = Traffic.Connect();
        try
        {
            if (await entrance.Listener.AllowsAsync(connection.RemoteEndPoint).ConfigureAwait(false))
            {
                using var visit = new Visit(entrance, connection, !fits, stopping.Token);
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
        entrances.Select(entrance => entrance.Listener).FirstOrDefault(l => l.SocketFile is not null && l.EndPoint.Equals(endPoint)) is { } listener
            ? listener.SocketFile!.Bind()
            : SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);

    // All that Kestrel asks of a container.
    private sealed class LogsOnly(ILoggerFactory logs) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(ILoggerFactory) ? logs : null;
    }
}
