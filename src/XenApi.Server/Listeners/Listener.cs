using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using XenApi.Core.Calls;
using XenApi.Server.Settings;

namespace XenApi.Server.Listeners;

/// <summary>A listener, before and after it is bound.</summary>
internal sealed class Listener
{
    private readonly ListenerSettings settings;
    private readonly PeerList peers;
    private readonly Encryption? encryption;
    private ListenOptions? bound;

    /// <summary>Makes a listener; its patterns, its owner and its certificate are checked.</summary>
    public Listener(ListenerSettings settings)
    {
        this.settings = settings;
        peers = new(settings.Peers);
        SocketFile = settings.Address.SocketPath is { } path ? new(path, settings.Mode, Owner(settings)) : null;
        encryption = settings.Address.IsTls ? Encryption.With(settings) : null;
    }

    /// <summary>The setting that it comes from.</summary>
    public string Setting => settings.Setting;

    /// <summary>What the house knows of it.</summary>
    public Door Door => settings.Door;

    /// <summary>Where it is told to listen.</summary>
    public EndPoint EndPoint => settings.Address.EndPoint;

    /// <summary>The socket's file; null for another listener.</summary>
    public SocketFile? SocketFile { get; }

    /// <summary>The address that clients use, with the port that the system has chosen.</summary>
    public ListenAddress Address => bound is null ? settings.Address : settings.Address.At(bound.EndPoint);

    /// <summary>Whether the peer may connect.</summary>
    public ValueTask<bool> AllowsAsync(EndPoint? peer) => peers.AllowsAsync(peer);

    /// <summary>Makes the listener listen once the server starts.</summary>
    public void Configure(ListenOptions options, Func<ConnectionDelegate, ConnectionDelegate> admit)
    {
        bound = options;
        options.Protocols = HttpProtocols.Http1;
        options.Use(admit);
        if (encryption is not null)
        {
            options.Use(encryption.Before);
        }
    }

    private static FileOwner? Owner(ListenerSettings settings) => settings.Owner is not { } text ? null
        : FileOwner.TryParse(text) ?? throw new SettingException("owner", text, "it takes user, user:group or :group, by name or number, that the system knows");
}
