using System.Net;
using System.Net.Sockets;
using System.Text;
using Hypervisor.Native.Moving;

namespace XenCim.Tests.Moving;

/// <summary>The other end of a connection over loopback, which says and hears what a test has written down.</summary>
internal sealed class FarSide : IAsyncDisposable
{
    private readonly Socket socket;
    private readonly NetworkStream stream;

    private FarSide(Socket socket, Peer near)
    {
        this.socket = socket;
        stream = new(socket, ownsSocket: true);
        Near = near;
    }

    /// <summary>This end, for who is tested.</summary>
    public Peer Near { get; }

    public NetworkStream Stream => stream;

    /// <summary>Two ends that are connected.</summary>
    public static async Task<(Socket Near, Socket Far)> PairAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var near = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await near.ConnectAsync(listener.LocalEndpoint);
        var far = await listener.AcceptSocketAsync();
        far.NoDelay = true;
        return (near, far);
    }

    /// <param name="wrapped">What the near side reads from, in place of the socket itself.</param>
    /// <param name="time">The clock of the near side.</param>
    public static async Task<FarSide> ConnectAsync(Func<Stream, Stream>? wrapped = null, TimeProvider? time = null)
    {
        var (near, far) = await PairAsync();
        var ours = new NetworkStream(near, ownsSocket: true);
        return new(far, new Peer("the far side", wrapped?.Invoke(ours) ?? ours, ours, null, time));
    }

    /// <summary>Says words.</summary>
    public async Task SayAsync(string words) => await stream.WriteAsync(Encoding.Latin1.GetBytes(words));

    /// <summary>Reads so much, or to the end; what came.</summary>
    public async Task<byte[]> HearAsync(int count)
    {
        var came = new byte[count];
        return came[..await stream.ReadAtLeastAsync(came, count, throwOnEndOfStream: false)];
    }

    /// <summary>Hangs up, in the way of a program that ends.</summary>
    public void HangUp() => stream.Dispose();

    public async ValueTask DisposeAsync()
    {
        await Near.DisposeAsync();
        await stream.DisposeAsync();
        socket.Dispose();
    }
}
