using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Hypervisor.Native.Xen;

/// <summary>
/// Two ends of one connection inside the host: libxenlight wants a descriptor of its own for a stream, which it reads or writes by
/// itself, and waits at; ours is read and written without a thread that waits.
/// </summary>
internal sealed partial class StreamEnds : IDisposable
{
    private const int Unix = 1;
    private const int StreamSocket = 1;
    private const int CloseOnExec = 0x80000;

    private readonly Socket ours;
    private readonly SafeFileHandle theirs;

    private StreamEnds(Socket ours, SafeFileHandle theirs)
    {
        (this.ours, this.theirs) = (ours, theirs);
        Ours = new NetworkStream(ours, ownsSocket: true);
    }

    /// <summary>Our end.</summary>
    public Stream Ours { get; }

    /// <summary>The descriptor of the library's end.</summary>
    public int Theirs => (int)theirs.DangerousGetHandle();

    /// <summary>Connects two ends.</summary>
    public static StreamEnds Open()
    {
        Span<int> pair = stackalloc int[2];
        if (Pair(Unix, StreamSocket | CloseOnExec, 0, ref MemoryMarshal.GetReference(pair)) != 0)
        {
            throw new HypervisorException(HypervisorFault.OutOfResources, $"No connection for the stream of a domain could be had: {Marshal.GetLastPInvokeErrorMessage()}.");
        }

        return new(new Socket(new SafeSocketHandle(pair[0], ownsHandle: true)), new SafeFileHandle(pair[1], ownsHandle: true));
    }

    /// <summary>The library reads to the end of what was written, and no more comes.</summary>
    public void EndOurs()
    {
        try
        {
            ours.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It has ended already.
        }
    }

    /// <summary>The library is done with its end; we read to the end of what it wrote.</summary>
    public void CloseTheirs() => theirs.Dispose();

    /// <inheritdoc/>
    public void Dispose()
    {
        Ours.Dispose();
        theirs.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "socketpair", SetLastError = true)]
    private static partial int Pair(int family, int type, int protocol, ref int pair);
}
