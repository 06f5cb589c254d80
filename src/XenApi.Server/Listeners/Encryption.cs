using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
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
    public static Encryption With(ListenerSettings settings) => new(CertificateFiles.Identity(settings.Certificate!, settings.Key));

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
