namespace Hypervisor.Native;

/// <summary>A disk or drive of a domain.</summary>
/// <param name="Device">The name that the guest sees: xvda, hdc.</param>
/// <param name="Path">The image or device on the host; empty for a drive without a medium.</param>
/// <param name="Format">raw, qcow, qcow2 or vhd.</param>
/// <param name="IsReadOnly">Whether the guest may not write to it.</param>
/// <param name="IsCdrom">Whether it is a drive with a removable medium.</param>
/// <param name="IsBootable">Whether the domain may boot from it.</param>
/// <param name="IsShareable">Whether another domain may use it at the same time though one of them writes.</param>
public sealed record DiskConfig(
    string Device, string Path, string Format, bool IsReadOnly, bool IsCdrom, bool IsBootable, bool IsShareable = false);
