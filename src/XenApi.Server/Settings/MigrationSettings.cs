using XenApi.Core.Moving;
using XenApi.Server.Listeners;

namespace XenApi.Server.Settings;

/// <summary>How machines come from hosts of other servers, and go there.</summary>
internal sealed record MigrationSettings
{
    /// <summary>What an address looks like.</summary>
    public const string Accepted = "it takes tls://ADDRESS:PORT (ADDRESS an IP address, localhost or *; 8003 where no port is given), or none";

    private const string Scheme = "tls";
    private const string None = "none";

    private static readonly ListenerKind Kind = new("migration:url", MoveSetup.TlsPort, MoveSetup.TlsPort, false);

    /// <summary>Where machines are received; null for nowhere.</summary>
    public ListenAddress? Address { get; init; }

    /// <summary>The peers that may connect; no pattern lets everybody try who has a certificate.</summary>
    public IReadOnlyList<string> Peers { get; init; } = [];

    /// <summary>The PEM file with the certificate that is shown to the other host, and those that vouch for it.</summary>
    public string? Certificate { get; init; }

    /// <summary>The PEM file with its private key; null where it is in the certificate's file.</summary>
    public string? Key { get; init; }

    /// <summary>The PEM file with the certificates of those whose hosts are believed.</summary>
    public string? Authority { get; init; }

    /// <summary>How many machines may come at once.</summary>
    public int ArrivalsMost { get; init; } = new MoveSetup().ArrivalsMost;

    /// <summary>How SSH is used.</summary>
    public SshSetup Ssh { get; init; } = new();

    /// <summary>Reads them.</summary>
    public static MigrationSettings Read(SettingReader reader, CommonSettings common)
    {
        var below = reader.Below("migration");
        var own = below.Text("certificate");
        var settings = new MigrationSettings
        {
            Address = AddressOf(below),
            Peers = [.. below.Names("peers").Select(i => below.Below("peers").Text(i)).OfType<string>()],
            Certificate = own ?? common.Certificate,
            Key = below.Text("key") ?? (own is null ? common.Key : null),
            Authority = below.Text("authority"),
            ArrivalsMost = (int)below.Number("arrivals", new MoveSetup().ArrivalsMost, 1, 1000),
            Ssh = SshOf(below.Below("ssh")),
        };
        if (settings.Address is not null && (settings.Certificate is null || settings.Authority is null))
        {
            throw new SettingException(
                "migration:url", Text(settings.Address), "receiving needs \"certificate\" and \"key\" of \"migration\" (or --tls-certificate and --tls-key), and its \"authority\", which vouches for the hosts that may send");
        }

        return settings;
    }

    /// <summary>An address as clients name it.</summary>
    public static string Text(ListenAddress address) => $"{Scheme}{address.ToString()["https".Length..]}";

    /// <summary>What the house is told; the files are read.</summary>
    /// <param name="speaksXl">Whether the hypervisor sends what xl takes; where it does not, only a program that was named is used.</param>
    public MoveSetup Into(bool speaksXl) => new()
    {
        Ssh = speaksXl || Ssh.Program != new SshSetup().Program ? Ssh : null,
        Tls = Certificate is not null && Authority is not null
            ? new(CertificateFiles.Identity(Certificate, Key, "migration:"), CertificateFiles.Chain("migration:authority", Authority))
            : null,
        ArrivalsMost = ArrivalsMost,
    };

    private static ListenAddress? AddressOf(SettingReader reader)
    {
        if (reader.Text("url") is not { } url || url == None)
        {
            return null;
        }

        return url.StartsWith($"{Scheme}://", StringComparison.Ordinal) && ListenAddress.TryParse($"https{url[Scheme.Length..]}", Kind) is { } address ? address : throw reader.Wrong("url", Accepted);
    }

    private static SshSetup SshOf(SettingReader reader)
    {
        var standard = new SshSetup();
        IReadOnlyList<string> arguments = [.. reader.Names("arguments").Select(i => reader.Below("arguments").Text(i)).OfType<string>()];
        return standard with { Program = reader.Text("program") ?? standard.Program, Arguments = arguments };
    }
}
