namespace XenApi.Core.Devices;

/// <summary>The slots of the one PCI bus that a guest has for devices of the host.</summary>
internal static class PciSlots
{
    /// <summary>The last slot of the bus; slot 0 is the bridge itself.</summary>
    public const int Last = 31;

    // Xend said 0x100 where the hypervisor might choose, and 0 before that.
    private const int XendAny = 0x100;

    /// <summary>Whether the hypervisor may choose the slot.</summary>
    public static bool IsAny(long slot) => slot is -1 or 0 or XendAny;
}
