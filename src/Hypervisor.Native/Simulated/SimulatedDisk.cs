namespace Hypervisor.Native.Simulated;

/// <summary>A disk or drive of a machine that is there from the beginning.</summary>
/// <param name="Device">The name that the guest sees: xvda.</param>
/// <param name="Path">The image on the host; empty for a drive without a medium.</param>
public sealed record SimulatedDisk(string Device, string Path)
{
    /// <summary>raw or qcow.</summary>
    public string Format { get; set; } = "raw";

    /// <summary>Whether the guest may not write to it.</summary>
    public bool ReadOnly { get; set; }

    /// <summary>Whether it is a drive with a removable medium.</summary>
    public bool Cdrom { get; set; }

    /// <summary>Whether the machine may boot from it.</summary>
    public bool Bootable { get; set; }

    /// <summary>Whether others may use it at the same time.</summary>
    public bool Shareable { get; set; }
}
