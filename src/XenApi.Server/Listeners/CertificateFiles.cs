using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using XenApi.Server.Settings;

namespace XenApi.Server.Listeners;

/// <summary>Reads the PEM files that settings name.</summary>
internal static class CertificateFiles
{
    /// <summary>A certificate and those that vouch for it, with its key.</summary>
    /// <param name="path">The file with the certificate.</param>
    /// <param name="key">The file with the key; null where it is in the other one.</param>
    /// <param name="prefix">What comes before the names of the settings in errors.</param>
    /// <exception cref="SettingException">They cannot be read, or do not belong together.</exception>
    public static SslStreamCertificateContext Identity(string path, string? key, string prefix = "")
    {
        var chain = Chain($"{prefix}certificate", path);
        try
        {
            return SslStreamCertificateContext.Create(X509Certificate2.CreateFromPemFile(path, key), chain, offline: true);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"{prefix}key", key ?? path, $"it takes a PEM file with the private key of the certificate, not encrypted ({e.Message})", e);
        }
    }

    /// <summary>The certificates in a file, of which there is one at least.</summary>
    /// <exception cref="SettingException">It cannot be read, or has none.</exception>
    public static X509Certificate2Collection Chain(string setting, string path)
    {
        var chain = new X509Certificate2Collection();
        try
        {
            chain.ImportFromPemFile(path);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new SettingException(setting, path, $"it takes a PEM file with a certificate ({e.Message})", e);
        }

        return chain.Count > 0 ? chain : throw new SettingException(setting, path, "it takes a PEM file with a certificate, and there is none in it");
    }
}
