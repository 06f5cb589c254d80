using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using XenApi.Server.Settings;

namespace XenApi.Server.Listeners;

/// <summary>What an encrypted listener shows of itself: a certificate, and those that vouch for it.</summary>
internal static class Identity
{
    /// <summary>Reads the PEM files that a listener names.</summary>
    public static HttpsConnectionAdapterOptions Load(ListenerSettings settings)
    {
        var path = settings.Certificate!;
        var chain = new X509Certificate2Collection();
        try
        {
            chain.ImportFromPemFile(path);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new SettingException("certificate", path, $"it takes a PEM file with a certificate ({e.Message})", e);
        }

        try
        {
            return new()
            {
                ServerCertificate = X509Certificate2.CreateFromPemFile(path, settings.Key),
                ServerCertificateChain = chain,
            };
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new SettingException("key", settings.Key ?? path, $"it takes a PEM file with the private key of the certificate, not encrypted ({e.Message})", e);
        }
    }
}
