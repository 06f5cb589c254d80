namespace XenApi.Server.Settings;

/// <summary>What holds for every listener that says nothing else.</summary>
/// <param name="IsOpen">Whether any name and password will do.</param>
/// <param name="Certificate">The PEM file with the certificate.</param>
/// <param name="Key">The PEM file with the private key.</param>
internal sealed record CommonSettings(bool IsOpen, string? Certificate, string? Key)
{
    /// <summary>Reads them from the top.</summary>
    public static CommonSettings Read(SettingReader reader)
    {
        var tls = reader.Below("tls");
        return new(IsOpenIn(reader, false), tls.Text("certificate"), tls.Text("key"));
    }

    /// <summary>Whether any name and password will do, as the setting <c>auth</c> says.</summary>
    public static bool IsOpenIn(SettingReader reader, bool fallback) => reader.Choice("auth", fallback, ("none", true), ("local", false));
}
