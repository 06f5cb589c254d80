using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace XenCim.Benchmarks;

/// <summary>A keep-alive connection that sends requests as bytes and takes answers with a Content-Length or in chunks; does as little as it can.</summary>
internal sealed class Connection : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] buffer = new byte[256 * 1024];
    private int from;
    private int to;

    public Connection(Uri address) => socket.Connect(new IPEndPoint(IPAddress.Loopback, address.Port));

    /// <summary>The bytes of a POST.</summary>
    public static byte[] Request(byte[] body) =>
        [.. Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/xml\r\nContent-Length: {body.Length}\r\n\r\n"), .. body];

    /// <summary>Sends a request and throws the answer away; its length.</summary>
    public async ValueTask<long> PostAsync(byte[] request)
    {
        await socket.SendAsync(request);
        return await BodyAsync(Stream.Null);
    }

    /// <summary>Sends a request and gives the body of the answer.</summary>
    public async Task<byte[]> AskAsync(byte[] request)
    {
        await socket.SendAsync(request);
        using var body = new MemoryStream();
        await BodyAsync(body);
        return body.ToArray();
    }

    public void Dispose() => socket.Dispose();

    private async ValueTask<long> BodyAsync(Stream body)
    {
        (from, to) = (0, 0);
        int end;
        while ((end = buffer.AsSpan(0, to).IndexOf("\r\n\r\n"u8)) < 0)
        {
            await FillAsync();
        }

        var head = Encoding.ASCII.GetString(buffer, 0, end + 2);
        from = end + 4;
        var at = head.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase);
        if (at >= 0)
        {
            var length = long.Parse(head.AsSpan(at + 16, head.IndexOf('\r', at) - at - 16), CultureInfo.InvariantCulture);
            await TakeAsync(length, body);
            return length;
        }

        long all = 0;
        while (true)
        {
            while ((end = buffer.AsSpan(from, to - from).IndexOf("\r\n"u8)) < 0)
            {
                await FillAsync();
            }

            var chunk = long.Parse(Encoding.ASCII.GetString(buffer, from, end), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            from += end + 2;
            await TakeAsync(chunk, body);
            await TakeAsync(2, Stream.Null);
            all += chunk;
            if (chunk == 0)
            {
                return all;
            }
        }
    }

    private async ValueTask TakeAsync(long length, Stream body)
    {
        while (length > 0)
        {
            if (from == to)
            {
                (from, to) = (0, 0);
                await FillAsync();
            }

            var some = (int)Math.Min(length, to - from);
            body.Write(buffer, from, some);
            from += some;
            length -= some;
        }
    }

    // What is not taken yet moves to the front: it is little.
    private async ValueTask FillAsync()
    {
        buffer.AsSpan(from, to - from).CopyTo(buffer);
        (from, to) = (0, to - from);
        var read = await socket.ReceiveAsync(buffer.AsMemory(to));
        to += read > 0 ? read : throw new IOException("The server closed the connection.");
    }
}
