namespace Hypervisor.Native.Simulated;

/// <summary>
/// The PCI bus of a fully virtual guest. A device that may be anywhere gets the first free slot behind those that the
/// emulated board takes; a paravirtual guest has no bus of its own and sees devices where the host has them.
/// </summary>
internal static class GuestSlots
{
    private const int First = 4;
    private const int Last = 31;

    /// <summary>The configuration with a slot for every device.</summary>
    public static DomainConfig Given(DomainConfig config)
    {
        if (!config.Boot.IsFullyVirtual || config.Pcis.All(pci => pci.Slot >= 0))
        {
            return config;
        }

        var taken = config.Pcis.Select(pci => pci.Slot).ToHashSet();
        return config with { Pcis = [.. config.Pcis.Select(pci => pci.Slot >= 0 ? pci : pci with { Slot = Free(taken) })] };
    }

    private static int Free(HashSet<int> taken)
    {
        for (var slot = First; slot <= Last; slot++)
        {
            if (taken.Add(slot))
            {
                return slot;
            }
        }

        throw new HypervisorException(HypervisorFault.OutOfResources, "The guest has no free PCI slot.");
    }
}
