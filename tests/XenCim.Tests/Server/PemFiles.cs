using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace XenCim.Tests.Server;

/// <summary>A certificate made for one test, and its files.</summary>
public sealed class PemFiles : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("xencim-pem-").FullName;

    public PemFiles()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        Thumbprint = made.Thumbprint;
        File.WriteAllText(Certificate, made.ExportCertificatePem());
        File.WriteAllText(Key, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Both, made.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
    }

    public string Thumbprint { get; }

    public string Certificate => Path.Combine(directory, "certificate.pem");

    public string Key => Path.Combine(directory, "key.pem");

    public string Both => Path.Combine(directory, "both.pem");

    public void Dispose() => Directory.Delete(directory, recursive: true);
}
