using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace XenApi.Core.Moving;

/// <summary>A host of another server, as a client names it: <c>ssh://[user@]host[:port]</c>, <c>tls://host[:port]</c>, or a bare name.</summary>
/// <param name="IsTls">Whether it is reached by TLS, and not by SSH.</param>
/// <param name="Host">Its name or address.</param>
/// <param name="Port">Its port; null for the usual one.</param>
/// <param name="User">Who logs in; null for whom SSH takes.</param>
internal sealed record MoveAddress(bool IsTls, string Host, int? Port, string? User)
{
    /// <summary>What an address looks like.</summary>
    public const string Accepted = "ssh://[user@]host[:port], tls://host[:port], or the name of a host";

    private const string Ssh = "ssh://";
    private const string Tls = "tls://";
    private const int NameMost = 253;

    /// <summary>Reads an address; null where it is none.</summary>
    /// <param name="text">The address.</param>
    /// <param name="options">What holds where the address says nothing of it.</param>
    public static MoveAddress? TryParse(string text, MoveOptions options)
    {
        var isTls = text.StartsWith(Tls, StringComparison.Ordinal);
        var hasScheme = isTls || text.StartsWith(Ssh, StringComparison.Ordinal);
        var rest = hasScheme ? text[Ssh.Length..] : text;
        isTls |= !hasScheme && options.WantsTls;
        rest = hasScheme && rest.EndsWith('/') ? rest[..^1] : rest;
        string? user = null;
        if (rest.IndexOf('@', StringComparison.Ordinal) is >= 0 and var at)
        {
            (user, rest) = (rest[..at], rest[(at + 1)..]);
        }

        var port = options.Port;
        if (rest.LastIndexOf(':') is >= 0 and var colon && colon > rest.LastIndexOf(']') && !IsAddress(rest))
        {
            if (!int.TryParse(rest[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > IPEndPoint.MaxPort)
            {
                return null;
            }

            (rest, port) = (rest[..colon], number);
        }

        var host = rest is ['[', .. var inside, ']'] && IsAddress(inside) ? inside : rest;
        return (IsAddress(host) || IsName(host, NameMost)) && (user is null || (!isTls && IsName(user, 64))) ? new(isTls, host, port, user) : null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{(User is null ? "" : User + "@")}{Host}{(Port is { } port ? $":{port}" : "")}";

    private static bool IsAddress(string text) =>
        text.Contains(':', StringComparison.Ordinal) && text.All(c => c is ':' or '.' || char.IsAsciiHexDigit(c)) && IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;

    // What begins with a dash would be an option of a program.
    private static bool IsName(string text, int most) =>
        text.Length > 0 && text.Length <= most && text[0] != '-' && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
}
