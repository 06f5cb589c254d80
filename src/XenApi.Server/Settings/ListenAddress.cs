using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace XenApi.Server.Settings;

/// <summary>Where a listener listens.</summary>
/// <param name="EndPoint">The address and port, or the path of the socket.</param>
/// <param name="IsTls">Whether the conversation is encrypted.</param>
internal sealed record ListenAddress(EndPoint EndPoint, bool IsTls)
{
    /// <summary>What an address looks like.</summary>
    public const string Accepted =
        "it takes http://ADDRESS:PORT, https://ADDRESS:PORT or unix:/PATH (ADDRESS an IP address, localhost or *; port 0 for any free one), or none";

    private const int PathBytesMost = 107;

    /// <summary>The path of a Unix socket; null for another listener.</summary>
    public string? SocketPath => EndPoint is UnixDomainSocketEndPoint ? EndPoint.ToString() : null;

    /// <summary>Reads an address; null where it is none.</summary>
    public static ListenAddress? TryParse(string text, ListenerKind kind)
    {
        if (text.StartsWith("unix:", StringComparison.Ordinal))
        {
            var path = text["unix:".Length..];
            path = path.StartsWith("///", StringComparison.Ordinal) ? path[2..] : path;
            return path.StartsWith('/') && !path.EndsWith('/') && System.Text.Encoding.UTF8.GetByteCount(path) <= PathBytesMost
                ? new(new UnixDomainSocketEndPoint(path), false)
                : null;
        }

        var isTls = text.StartsWith("https://", StringComparison.Ordinal);
        if (!isTls && !text.StartsWith("http://", StringComparison.Ordinal))
        {
            return null;
        }

        var rest = text[(isTls ? "https://" : "http://").Length..];
        rest = rest.EndsWith('/') ? rest[..^1] : rest;
        var colon = rest.LastIndexOf(':');
        var hasPort = colon > rest.LastIndexOf(']');
        var host = hasPort ? rest[..colon] : rest;
        var port = isTls ? kind.TlsPort : kind.Port;
        if (hasPort && !int.TryParse(rest[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port))
        {
            return null;
        }

        return port <= IPEndPoint.MaxPort && Address(host) is { } address ? new(new IPEndPoint(address, port), isTls) : null;
    }

    /// <summary>The address with the port that the system has chosen.</summary>
    public ListenAddress At(EndPoint bound) => this with { EndPoint = SocketPath is null ? bound : EndPoint };

    /// <summary>The address as a client uses it.</summary>
    public override string ToString() => EndPoint is IPEndPoint ip
        ? $"{(IsTls ? "https" : "http")}://{(ip.Address.Equals(IPAddress.IPv6Any) ? new IPEndPoint(IPAddress.Any, ip.Port) : ip)}"
        : $"unix:{EndPoint}";

    private static IPAddress? Address(string host) => host switch
    {
        "*" => IPAddress.IPv6Any,
        "localhost" => IPAddress.Loopback,
        ['[', .. var v6, ']'] when IPAddress.TryParse(v6, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 => address,
        _ => IPAddress.TryParse(host, out var address) && address.AddressFamily == AddressFamily.InterNetwork && host.Count(c => c == '.') == 3 ? address : null,
    };
}
