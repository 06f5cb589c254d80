using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace XenCim.Benchmarks;

/// <summary>A keep-alive connection that sends requests as bytes and takes answers with a Content-Length; does as little as it can.</summary>
internal sealed class Connection : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] buffer = new byte[256 * 1024];

    public Connection(Uri address) => socket.Connect(new IPEndPoint(IPAddress.Loopback, address.Port));

    /// <summary>The bytes of a POST.</summary>
    public static byte[] Request(byte[] body) =>
        [.. Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/xml\r\nContent-Length: {body.Length}\r\n\r\n"), .. body];

    /// <summary>Sends a request and throws the answer away; its length.</summary>
    public async ValueTask<long> PostAsync(byte[] request)
    {
        await socket.SendAsync(request);
        var (length, have) = await HeadAsync();
        while (have < length)
        {
            have += await SomeAsync(0);
        }

        return length;
    }

    /// <summary>Sends a request and gives the body of the answer.</summary>
    public async Task<byte[]> AskAsync(byte[] request)
    {
        await socket.SendAsync(request);
        var (length, have) = await HeadAsync();
        var body = new byte[length];
        var head = lastHead;
        Array.Copy(buffer, head, body, 0, have);
        while (have < length)
        {
            var some = await SomeAsync(0);
            Array.Copy(buffer, 0, body, have, some);
            have += some;
        }

        return body;
    }

    public void Dispose() => socket.Dispose();

    private int lastHead;

    private async ValueTask<(long Length, long Have)> HeadAsync()
    {
        var filled = 0;
        while (true)
        {
            filled += await SomeAsync(filled);
            var end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                lastHead = end + 4;
                var head = Encoding.ASCII.GetString(buffer, 0, end);
                var at = head.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase) + 16;
                var line = head.IndexOf('\r', at);
                return (long.Parse(line < 0 ? head[at..] : head[at..line], CultureInfo.InvariantCulture), filled - lastHead);
            }
        }
    }

    private async ValueTask<int> SomeAsync(int at)
    {
        var read = await socket.ReceiveAsync(buffer.AsMemory(at));
        return read > 0 ? read : throw new IOException("The server closed the connection.");
    }
}
