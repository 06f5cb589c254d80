using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using XenApi.Core.Moving;

namespace XenCim.Tests.Moving;

/// <summary>An authority made for one test, and the certificates that it gives to hosts.</summary>
internal sealed class Certificates : IDisposable
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly string directory = Directory.CreateTempSubdirectory("xencim-pem-").FullName;

    public Certificates()
    {
        var request = new CertificateRequest("CN=an authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        Authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(AuthorityFile, Authority.ExportCertificatePem());
    }

    public X509Certificate2 Authority { get; }

    public string AuthorityFile => Path.Combine(directory, "authority.pem");

    /// <summary>Files with a certificate for loopback, and its key.</summary>
    public (string Certificate, string Key) Files(string name, bool isOver = false)
    {
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", own, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var end = DateTimeOffset.UtcNow.AddHours(isOver ? -1 : 12);
        using var made = request.Create(Authority, DateTimeOffset.UtcNow.AddHours(-12), end, RandomNumberGenerator.GetBytes(8));
        var (certificate, secret) = (Path.Combine(directory, $"{name}.pem"), Path.Combine(directory, $"{name}.key"));
        File.WriteAllText(certificate, made.ExportCertificatePem());
        File.WriteAllText(secret, own.ExportPkcs8PrivateKeyPem());
        return (certificate, secret);
    }

    /// <summary>What a host shows, and whom it believes: this authority, or another one.</summary>
    public TlsIdentity Identity(string name = "localhost", Certificates? believes = null, bool isOver = false)
    {
        var (certificate, secret) = Files(name, isOver);
        using var read = X509Certificate2.CreateFromPemFile(certificate, secret);
        var kept = X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null);
        return new(SslStreamCertificateContext.Create(kept, [(believes ?? this).Authority], offline: true), [(believes ?? this).Authority]);
    }

    public void Dispose()
    {
        Authority.Dispose();
        key.Dispose();
        Directory.Delete(directory, recursive: true);
    }
}
