using System.Runtime.InteropServices;

namespace Hypervisor.Native.Linux.Netlink;

/// <summary>One request and what is answered to it, up to the acknowledgement or, where much is told, the end.</summary>
/// <param name="act">What the request shall do, for errors: "make bridge xenbr0".</param>
/// <param name="sequence">The number of the request. Answers to others are those of requests that were given up.</param>
/// <param name="take">Takes each message that tells something.</param>
internal sealed class NetlinkExchange(string act, uint sequence, NetlinkExchange.Taking take)
{
    /// <summary>The most messages that are read before the end.</summary>
    public const int MostMessages = 1 << 17;

    private const int ErrorBytes = 4;

    private int messages;

    /// <summary>Takes a message.</summary>
    public delegate void Taking(NetlinkMessage message);

    /// <summary>Whether what was told changed while it was told, and must be asked for again.</summary>
    public bool IsInterrupted { get; private set; }

    /// <summary>Takes a datagram.</summary>
    /// <returns>Whether the exchange has ended.</returns>
    public bool Take(ReadOnlySpan<byte> datagram)
    {
        Count();
        var reader = new NetlinkReader(datagram);
        while (reader.Read(out var message))
        {
            Count();
            if (message.Sequence == sequence && IsEnd(message))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsEnd(NetlinkMessage message)
    {
        IsInterrupted |= (message.Flags & Rtnl.DumpIntr) != 0;
        switch (message.Type)
        {
            case Rtnl.Noop:
                return false;
            case Rtnl.Overrun:
                throw new HypervisorException(HypervisorFault.Transient, $"Could not {act}: the kernel lost a part of its answer.");
            case Rtnl.Done:
                // The end of a dump may tell of an error.
                ThrowIfRefused(message, message.Payload.Length >= ErrorBytes ? MemoryMarshal.Read<int>(message.Payload) : 0, ErrorBytes);
                return true;
            case Rtnl.Error:
                var error = message.Payload.Length >= ErrorBytes + NetlinkWriter.HeaderBytes
                    ? MemoryMarshal.Read<int>(message.Payload)
                    : throw KernelRefusal.Malformed("an acknowledgement is cut off");
                ThrowIfRefused(message, error, ErrorBytes + EchoBytes(message));
                return true;
            default:
                take(message);
                return false;
        }
    }

    // An acknowledgement repeats the request, or its header only.
    private static int EchoBytes(NetlinkMessage message)
    {
        var echoed = (message.Flags & Rtnl.Capped) != 0 ? NetlinkWriter.HeaderBytes : MemoryMarshal.Read<uint>(message.Payload[ErrorBytes..]);
        return echoed <= message.Payload.Length - ErrorBytes
            ? NetlinkWriter.Aligned((int)echoed)
            : throw KernelRefusal.Malformed($"an acknowledgement repeats {echoed} bytes, and has {message.Payload.Length}");
    }

    private void ThrowIfRefused(NetlinkMessage message, int error, int textAt)
    {
        if (error < 0)
        {
            throw KernelRefusal.Of(act, error == int.MinValue ? 0 : -error, (message.Flags & Rtnl.AckTlvs) != 0 ? Word(message, textAt) : "");
        }
    }

    private static string Word(NetlinkMessage message, int textAt)
    {
        var attributes = message.Attributes(textAt);
        while (attributes.Read())
        {
            if (attributes.Type == Rtnl.ErrorText)
            {
                return attributes.Text;
            }
        }

        return "";
    }

    private void Count()
    {
        if (++messages > MostMessages)
        {
            throw KernelRefusal.Malformed($"it has more than {MostMessages} messages");
        }
    }
}
