using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Hypervisor.Native.Linux.Netlink;

/// <summary>A socket to the kernel's tables of links and addresses, in the network namespace of the thread that opened it. For one at a time.</summary>
internal sealed partial class NetlinkSocket : IDisposable
{
    private const int FamilyNetlink = 16;
    private const int Raw = 3;
    private const int CloseOnExec = 0x80000;
    private const int LevelSocket = 1;
    private const int ReceiveTimeout = 20;
    private const int SendTimeout = 21;
    private const int LevelNetlink = 270;
    private const int CapAck = 10;
    private const int ExtAck = 11;
    private const int TellLength = 0x20;
    private const int Interrupted = 4;
    private const int Again = 11;
    private const int PatienceSeconds = 10;

    // struct sockaddr_nl: family, padding, port, groups. The kernel's port is 0.
    private const int AddressBytes = 12;
    private const int PortAt = 4;

    private readonly byte[] buffer = new byte[1 << 16];
    private readonly SafeFileHandle socket;
    private uint sequence;
    private bool isAsking;

    private NetlinkSocket(SafeFileHandle socket) => this.socket = socket;

    /// <summary>Opens a socket.</summary>
    public static NetlinkSocket Open()
    {
        var opened = new NetlinkSocket(new(Socket(FamilyNetlink, Raw | CloseOnExec, 0), ownsHandle: true));
        if (opened.socket.IsInvalid)
        {
            throw Failed("open a netlink socket");
        }

        // Errors in words are since Linux 4.12; without them there are numbers.
        _ = SetOption(opened.socket, LevelNetlink, ExtAck, 1);
        _ = SetOption(opened.socket, LevelNetlink, CapAck, 1);
        Span<long> patience = [PatienceSeconds, 0];
        if (SetTime(opened.socket, LevelSocket, ReceiveTimeout, patience, sizeof(long) * 2) != 0
            || SetTime(opened.socket, LevelSocket, SendTimeout, patience, sizeof(long) * 2) != 0)
        {
            using (opened)
            {
                throw Failed("set up a netlink socket");
            }
        }

        return opened;
    }

    /// <summary>The number for the next request.</summary>
    public uint NextSequence() => ++sequence;

    /// <summary>Sends a request and takes what is answered, up to the end.</summary>
    /// <returns>Whether the answer holds: nothing changed while it was told.</returns>
    public bool Ask(string act, ReadOnlySpan<byte> request, NetlinkExchange.Taking take)
    {
        if (Interlocked.Exchange(ref isAsking, true))
        {
            throw new InvalidOperationException("Two ask the kernel on one socket at once; each would read the answers to the other.");
        }

        try
        {
            var exchange = new NetlinkExchange(act, NetlinkWriter.SequenceOf(request), take);
            Send(act, request);
            while (!exchange.Take(Receive(act)))
            {
            }

            return !exchange.IsInterrupted;
        }
        finally
        {
            Volatile.Write(ref isAsking, false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();

    private void Send(string act, ReadOnlySpan<byte> request)
    {
        while (Send(socket, request, request.Length, 0) < 0)
        {
            if (Marshal.GetLastPInvokeError() != Interrupted)
            {
                throw Failed(act);
            }
        }
    }

    private ReadOnlySpan<byte> Receive(string act)
    {
        Span<byte> from = stackalloc byte[AddressBytes];
        while (true)
        {
            var addressBytes = AddressBytes;
            var length = (int)Receive(socket, buffer, buffer.Length, TellLength, from, ref addressBytes);
            if (length > buffer.Length)
            {
                throw KernelRefusal.Malformed($"it has {length} bytes, more than {buffer.Length}");
            }

            if (length < 0)
            {
                switch (Marshal.GetLastPInvokeError())
                {
                    case Interrupted:
                        continue;
                    case Again:
                        throw new HypervisorException(HypervisorFault.Transient, $"Could not {act}: the kernel did not answer within {PatienceSeconds} s.");
                    default:
                        throw Failed(act);
                }
            }

            // What other processes send is no answer of the kernel.
            if (addressBytes == AddressBytes && MemoryMarshal.Read<uint>(from[PortAt..]) == 0)
            {
                return buffer.AsSpan(0, length);
            }
        }
    }

    private static HypervisorException Failed(string act) => KernelRefusal.Of(act, Marshal.GetLastPInvokeError(), "");

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetOption(SafeFileHandle socket, int level, int name, in int value, int length = sizeof(int));

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetTime(SafeFileHandle socket, int level, int name, ReadOnlySpan<long> value, int length);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(SafeFileHandle socket, ReadOnlySpan<byte> bytes, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "recvfrom", SetLastError = true)]
    private static partial nint Receive(SafeFileHandle socket, Span<byte> bytes, nint length, int flags, Span<byte> from, ref int fromLength);
}
