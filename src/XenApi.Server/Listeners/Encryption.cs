using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using XenApi.Server.Settings;

namespace XenApi.Server.Listeners;

/// <summary>
/// What an encrypted listener shows of itself, and the handshake before the first request. Kestrel's own wants a
/// container of services, which this server has no other use for.
/// </summary>
internal sealed class Encryption
{
    private static readonly TimeSpan HandshakeTime = TimeSpan.FromSeconds(10);

    private readonly SslServerAuthenticationOptions options;

    private Encryption(SslStreamCertificateContext identity) => options = new()
    {
        ServerCertificateContext = identity,
        ApplicationProtocols = [SslApplicationProtocol.Http11],
    };

    /// <summary>Reads the PEM files that a listener names: a certificate and those that vouch for it, and its key.</summary>
    /// <exception cref="SettingException">They cannot be read, or do not belong together.</exception>
    public static Encryption With(ListenerSettings settings)
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

        if (chain.Count == 0)
        {
            throw new SettingException("certificate", path, "it takes a PEM file with a certificate, and there is none in it");
        }

        try
        {
            return new(SslStreamCertificateContext.Create(X509Certificate2.CreateFromPemFile(path, settings.Key), chain, offline: true));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new SettingException("key", settings.Key ?? path, $"it takes a PEM file with the private key of the certificate, not encrypted ({e.Message})", e);
        }
    }

    /// <summary>Shakes hands before what follows; whoever cannot is let go.</summary>
    public ConnectionDelegate Before(ConnectionDelegate next) => async connection =>
    {
        var plain = connection.Transport;
        await using var secret = new SslStream(new PipeStream(plain));
        try
        {
            using var enough = new CancellationTokenSource(HandshakeTime);
            await secret.AuthenticateAsServerAsync(options, enough.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AuthenticationException or IOException or OperationCanceledException or InvalidOperationException)
        {
            return;
        }

        connection.Transport = new Secret(PipeReader.Create(secret, new(leaveOpen: true)), PipeWriter.Create(secret, new(leaveOpen: true)));
        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            connection.Transport = plain;
        }
    };

    private sealed record Secret(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
