namespace Hypervisor.Native;

/// <summary>How a domain boots.</summary>
/// <param name="IsFullyVirtual">Whether it boots like a PC (HVM), or is made for Xen (PV).</param>
/// <param name="Order">The boot devices of an HVM guest, as QEMU's letters.</param>
/// <param name="Bootloader">The boot loader of a PV guest; empty where a kernel is given.</param>
/// <param name="BootloaderArgs">Its command line.</param>
/// <param name="Kernel">The path of the kernel on the host.</param>
/// <param name="Ramdisk">The path of the initial RAM disk on the host.</param>
/// <param name="CommandLine">The command line of the kernel.</param>
public sealed record BootConfig(bool IsFullyVirtual, string Order, string Bootloader, string BootloaderArgs, string Kernel, string Ramdisk, string CommandLine);
