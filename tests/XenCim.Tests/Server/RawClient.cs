using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using XenApi.Server.Settings;

namespace XenCim.Tests.Server;

/// <summary>A client that sends bytes and reads bytes: nothing between the test and the wire.</summary>
public sealed class RawClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Stream stream;
    private readonly byte[] received = new byte[64 * 1024];
    private int from;
    private int to;

    private RawClient(Stream stream) => this.stream = stream;

    /// <summary>Connects, and shakes hands where a certificate is expected.</summary>
    public static async Task<RawClient> ConnectAsync(EndPoint server, RemoteCertificateValidationCallback? certificate = null)
    {
        var socket = server.AddressFamily == AddressFamily.Unix
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server).WaitAsync(Patience);
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        if (certificate is not null)
        {
            var tls = new SslStream(stream, leaveInnerStreamOpen: false, certificate);
            await tls.AuthenticateAsClientAsync("localhost").WaitAsync(Patience);
            stream = tls;
        }

        return new(stream);
    }

    internal static Task<RawClient> ConnectAsync(ListenAddress server) => ConnectAsync(server.EndPoint);

    /// <summary>A POST with a body, as bytes.</summary>
    public static byte[] Post(string body, string headers = "", string path = "/", string protocol = "HTTP/1.1") => Encoding.UTF8.GetBytes(
        $"POST {path} {protocol}\r\nHost: x\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    /// <summary>Sends as one piece.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await stream.WriteAsync(bytes);
        await stream.FlushAsync();
    }

    /// <summary>Sends as one piece.</summary>
    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Sends a request and reads its answer.</summary>
    public async Task<RawAnswer> AskAsync(ReadOnlyMemory<byte> request)
    {
        await SendAsync(request);
        return await ReadAsync();
    }

    /// <summary>Reads an answer; its length must be told.</summary>
    public async Task<RawAnswer> ReadAsync()
    {
        var status = (await LineAsync()).Split(' ');
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await LineAsync() is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':');
            headers.Add(line[..colon], line[(colon + 1)..].Trim());
        }

        var body = new byte[headers.TryGetValue("Content-Length", out var length) ? int.Parse(length) : 0];
        for (var i = 0; i < body.Length;)
        {
            await FillAsync();
            var count = Math.Min(to - from, body.Length - i);
            received.AsSpan(from, count).CopyTo(body.AsSpan(i));
            from += count;
            i += count;
        }

        return new(int.Parse(status[1]), status[0], headers, body);
    }

    /// <summary>Waits for the end of the conversation and gives what came before it.</summary>
    public async Task<byte[]> RestAsync()
    {
        using var rest = new MemoryStream();
        rest.Write(received, from, to - from);
        try
        {
            await stream.CopyToAsync(rest).WaitAsync(Patience);
        }
        catch (IOException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            // Ended in a hurry, but ended.
        }

        return rest.ToArray();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private async Task<string> LineAsync()
    {
        var line = new StringBuilder();
        while (true)
        {
            await FillAsync();
            var c = (char)received[from++];
            if (c == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append(c);
        }
    }

    private async Task FillAsync()
    {
        if (from == to)
        {
            from = 0;
            to = await stream.ReadAsync(received).AsTask().WaitAsync(Patience);
            if (to == 0)
            {
                throw new EndOfStreamException("The server has ended the conversation.");
            }
        }
    }
}
