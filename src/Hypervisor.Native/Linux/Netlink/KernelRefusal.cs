using System.Runtime.InteropServices;

namespace Hypervisor.Native.Linux.Netlink;

/// <summary>What is said when the kernel does not carry out a request, or its answer makes no sense.</summary>
internal static class KernelRefusal
{
    private const int NotPermitted = 1;
    private const int NotSupported = 95;

    /// <summary>The kernel refused, with a number of errno(3) and perhaps a word of its own.</summary>
    /// <param name="act">What was to be done.</param>
    /// <param name="errno">The number.</param>
    /// <param name="word">What the kernel says to it; empty for nothing.</param>
    public static HypervisorException Of(string act, int errno, string word) => new(
        FaultOf(errno),
        $"Could not {act}: {Marshal.GetPInvokeErrorMessage(errno)}{(word.Length > 0 ? $" ({word.TrimEnd('.')})" : "")}.{AdviceOf(errno)}");

    /// <summary>The answer is not as netlink(7) has it.</summary>
    public static HypervisorException Malformed(string what) => new(HypervisorFault.Failed, $"The kernel's answer makes no sense: {what}.");

    private static string AdviceOf(int errno) => errno switch
    {
        NotPermitted => " The server needs the capability CAP_NET_ADMIN; run it as root.",
        NotSupported => " The kernel may lack a module: bridge for bridges, 8021q for VLANs.",
        _ => "",
    };

    private static HypervisorFault FaultOf(int errno) => errno switch
    {
        // ENOENT, ENXIO, ENODEV
        2 or 6 or 19 => HypervisorFault.NotFound,
        // EBUSY, EEXIST
        16 or 17 => HypervisorFault.Busy,
        // EINVAL, ERANGE, ENAMETOOLONG, ELOOP, EADDRNOTAVAIL
        22 or 34 or 36 or 40 or 99 => HypervisorFault.Invalid,
        // EPROTONOSUPPORT, EOPNOTSUPP, EAFNOSUPPORT
        93 or NotSupported or 97 => HypervisorFault.Unsupported,
        // EMFILE, ENOSPC, EXFULL
        24 or 28 or 54 => HypervisorFault.OutOfResources,
        // ENETDOWN
        100 => HypervisorFault.BadState,
        // EAGAIN, ENOMEM, ENOBUFS
        11 or 12 or 105 => HypervisorFault.Transient,
        _ => HypervisorFault.Failed,
    };
}
