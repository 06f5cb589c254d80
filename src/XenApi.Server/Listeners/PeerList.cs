using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using XenApi.Server.Settings;

namespace XenApi.Server.Listeners;

/// <summary>
/// The peers that may connect to a listener: patterns that the beginning of the peer's address or name matches, as
/// Xend's did. The name is looked up only where the address does not do, and counts only if it leads back to the
/// address.
/// </summary>
internal sealed class PeerList
{
    private static readonly TimeSpan MatchTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookUpTime = TimeSpan.FromSeconds(5);

    private readonly Regex[] patterns;

    /// <summary>A list of patterns; none of them lets everybody in.</summary>
    public PeerList(IReadOnlyList<string> patterns) => this.patterns = [.. patterns.Select(Compiled)];

    /// <summary>Whether the peer may connect.</summary>
    public ValueTask<bool> AllowsAsync(EndPoint? peer) =>
        patterns.Length == 0 ? new(true)
        : peer is not IPEndPoint { Address: var address } ? new(false)
        : Matches(Plain(address).ToString()) ? new(true)
        : new(AllowsNameAsync(Plain(address)));

    private static Regex Compiled(string pattern)
    {
        try
        {
            return new($@"\A(?:{pattern})", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, MatchTime);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new SettingException("peers", pattern, $"it takes regular expressions without look-around and back references ({e.Message})", e);
        }
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private async Task<bool> AllowsNameAsync(IPAddress address)
    {
        using var enough = new CancellationTokenSource(LookUpTime);
        try
        {
            var name = (await Dns.GetHostEntryAsync(address.ToString(), enough.Token).ConfigureAwait(false)).HostName;
            return Matches(name) && Array.Exists(
                await Dns.GetHostAddressesAsync(name, enough.Token).ConfigureAwait(false), back => Plain(back).Equals(address));
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ArgumentException)
        {
            return false;
        }
    }

    private bool Matches(string text)
    {
        try
        {
            return Array.Exists(patterns, pattern => pattern.IsMatch(text));
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
