using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace XenApi.Core.Moving;

/// <summary>What a host shows another one of itself, and whom it believes: both sides do, whichever way the machine goes.</summary>
/// <param name="Certificate">The certificate with its key, and those that vouch for it.</param>
/// <param name="Authorities">Whoever they vouch for may send machines here, and receive ours.</param>
public sealed record TlsIdentity(SslStreamCertificateContext Certificate, X509Certificate2Collection Authorities)
{
    private const SslProtocols Versions = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>For who connects to a host.</summary>
    public SslClientAuthenticationOptions Client(string host) => new()
    {
        TargetHost = host,
        ClientCertificateContext = Certificate,
        CertificateChainPolicy = Policy(),
        EnabledSslProtocols = Versions,
    };

    /// <summary>For who is connected to.</summary>
    public SslServerAuthenticationOptions Server() => new()
    {
        ServerCertificateContext = Certificate,
        ClientCertificateRequired = true,
        CertificateChainPolicy = Policy(),
        EnabledSslProtocols = Versions,
    };

    // No others are believed, whatever the system trusts.
    private X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.CustomTrustStore.AddRange(Authorities);
        return policy;
    }
}
