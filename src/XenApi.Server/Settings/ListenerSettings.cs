using XenApi.Core.Calls;
using XenApi.Core.Declarations;

namespace XenApi.Server.Settings;

/// <summary>One listener: where, for whom, and what its clients see.</summary>
internal sealed record ListenerSettings
{
    /// <summary>The setting that it comes from.</summary>
    public string Setting { get; init; } = ListenerKind.XmlRpc.Name;

    /// <summary>Where it listens.</summary>
    public required ListenAddress Address { get; init; }

    /// <summary>What the house knows of it.</summary>
    public required Door Door { get; init; }

    /// <summary>The peers that may connect; no pattern lets everybody in.</summary>
    public IReadOnlyList<string> Peers { get; init; } = [];

    /// <summary>The mode of the socket file; null leaves it to the process's umask.</summary>
    public UnixFileMode? Mode { get; init; }

    /// <summary>The owner of the socket file, <c>user</c>, <c>user:group</c> or <c>:group</c>; null leaves it as it is made.</summary>
    public string? Owner { get; init; }

    /// <summary>The PEM file with the certificate and those that vouch for it.</summary>
    public string? Certificate { get; init; }

    /// <summary>The PEM file with the private key; null where it is in the certificate's file.</summary>
    public string? Key { get; init; }

    /// <summary>Reads one, whose address may come from the command line.</summary>
    /// <param name="reader">Its own settings.</param>
    /// <param name="kind">What is spoken there.</param>
    /// <param name="name">Its name for errors, and the setting that has the address.</param>
    /// <param name="url">The address.</param>
    /// <param name="common">What holds for listeners that say nothing of it.</param>
    public static ListenerSettings Read(SettingReader reader, ListenerKind kind, string name, string url, CommonSettings common)
    {
        var address = ListenAddress.TryParse(url, kind) ?? throw new SettingException(name, url, ListenAddress.Accepted);
        var settings = new ListenerSettings
        {
            Setting = kind.Name,
            Address = address,
            Door = new(kind.HasRevisions ? Version(reader) : ApiVersion.Xend, CommonSettings.IsOpenIn(reader, common.IsOpen)),
            Peers = [.. reader.Names("peers").Select(i => reader.Below("peers").Text(i)).OfType<string>()],
            Mode = Octal(reader),
            Owner = reader.Text("owner"),
            Certificate = reader.Text("certificate") ?? common.Certificate,
            Key = reader.Text("certificate") is null ? common.Key : reader.Text("key"),
        };
        settings.Check(reader, name, url);
        return settings;
    }

    private void Check(SettingReader reader, string name, string url)
    {
        if (Address.IsTls && Certificate is null)
        {
            throw new SettingException(
                name, url, "https needs a certificate: set \"certificate\" and \"key\" of the listener, or --tls-certificate and --tls-key for all");
        }

        if (Address.SocketPath is null && (Mode ?? (object?)Owner) is not null)
        {
            throw reader.Wrong(Mode is null ? "owner" : "mode", "it is for unix: listeners only");
        }

        if (Address.SocketPath is not null && Peers.Count > 0)
        {
            throw reader.Below("peers").Wrong("0", "a Unix socket has no peer addresses; use \"mode\" and \"owner\"");
        }
    }

    private static ApiVersion Version(SettingReader reader) => reader.Choice(
        "api",
        ApiVersion.Xend,
        ("0.9.0", ApiVersion.V0_9_0),
        ("1.0.0", ApiVersion.V1_0_0),
        ("1.0.2", ApiVersion.V1_0_2),
        ("1.0.10", ApiVersion.V1_0_10),
        ("xend", ApiVersion.Xend));

    private static UnixFileMode? Octal(SettingReader reader)
    {
        if (reader.Text("mode") is not { } text)
        {
            return null;
        }

        return text.Length <= 4 && text.All(c => c is >= '0' and <= '7') && Convert.ToInt32(text, 8) is var mode and <= 0x1FF
            ? (UnixFileMode)mode
            : throw reader.Wrong("mode", "it takes an octal file mode such as 0600");
    }
}
