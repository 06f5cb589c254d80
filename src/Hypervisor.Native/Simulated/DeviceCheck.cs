namespace Hypervisor.Native.Simulated;

/// <summary>Looks for what makes no sense in the devices and machines of a described host.</summary>
internal static class DeviceCheck
{
    private const long MostVmMiB = 1L << 26;
    private const int MostPlatform = 256;

    /// <summary>The devices of a host.</summary>
    public static void Host(string member, SimulatedHost host)
    {
        WorldCheck.Devices($"{member}.nics", host.Nics.Count);
        WorldCheck.Each($"{member}.nics", host.Nics, (at, nic) =>
        {
            Name($"{at}.device", nic.Device);
            Name($"{at}.bridge", nic.Bridge);
            WorldCheck.Mac($"{at}.mac", nic.Mac);
            WorldCheck.Range($"{at}.mtu", nic.Mtu, 68, 65535);
        });
        WorldCheck.Once($"{member}.nics[].device", host.Nics.Select(nic => nic.Device));
        WorldCheck.Devices($"{member}.pcis", host.Pcis.Count);
        WorldCheck.Each($"{member}.pcis", host.Pcis, (at, pci) =>
        {
            WorldCheck.Hold(DescribedFacts.PciParts(pci.Address) is not null, $"{at}.address", "must be like 0000:00:1f.2");
            Word($"{at}.vendor", pci.Vendor);
            Word($"{at}.device", pci.Device);
            Word($"{at}.class", pci.Class);
            Word($"{at}.subsystem", pci.Subsystem);
            Word($"{at}.subsystemVendor", pci.SubsystemVendor ?? pci.Vendor);
            WorldCheck.Range($"{at}.revision", pci.Revision, 0, 255);
            WorldCheck.Text($"{at}.driver", pci.Driver);
        });
        WorldCheck.Once($"{member}.pcis[].address", host.Pcis.Select(pci => pci.Address));
        WorldCheck.Devices($"{member}.scsis", host.Scsis.Count);
        WorldCheck.Each($"{member}.scsis", host.Scsis, (at, scsi) =>
        {
            WorldCheck.Hold(DescribedFacts.ScsiParts(scsi.Address) is not null, $"{at}.address", "must be like 0:0:0:0");
            Word($"{at}.type", scsi.Type);
            WorldCheck.Range($"{at}.level", scsi.Level, 0, 255);
            foreach (var (part, text) in new[]
            {
                ("vendor", scsi.Vendor), ("model", scsi.Model), ("blockDevice", scsi.BlockDevice), ("genericDevice", scsi.GenericDevice),
                ("revision", scsi.Revision), ("scsiId", scsi.ScsiId ?? ""),
            })
            {
                WorldCheck.Text($"{at}.{part}", text);
            }
        });
        WorldCheck.Once($"{member}.scsis[].address", host.Scsis.Select(scsi => scsi.Address));
    }

    /// <summary>A machine of a host.</summary>
    public static void Vm(string member, SimulatedVm vm, bool hostHasHvm)
    {
        Name($"{member}.name", vm.Name);
        WorldCheck.Hold(vm.Id != Guid.Empty, $"{member}.id", "must not be all zeros");
        WorldCheck.Range($"{member}.memoryMiB", vm.MemoryMiB, 1, MostVmMiB);
        WorldCheck.Range($"{member}.maxMemoryMiB", vm.MaxMemoryMiB ?? vm.MemoryMiB, vm.MemoryMiB, MostVmMiB);
        WorldCheck.Range($"{member}.vcpus", vm.Vcpus, 1, 128);
        WorldCheck.Range($"{member}.maxVcpus", vm.MaxVcpus ?? vm.Vcpus, vm.Vcpus, 128);
        WorldCheck.Hold(hostHasHvm || !vm.Hvm, $"{member}.hvm", "must be false: the host runs no HVM guests");
        WorldCheck.Range($"{member}.platform", vm.Platform.Count, 0, MostPlatform);
        try
        {
            GuestHabits.Of(vm.Platform);
        }
        catch (HypervisorException e)
        {
            throw new FormatException($"{member}.platform: {e.Message}", e);
        }

        WorldCheck.Devices($"{member}.disks", vm.Disks.Count);
        WorldCheck.Each($"{member}.disks", vm.Disks, (at, disk) =>
        {
            Name($"{at}.device", disk.Device);
            WorldCheck.Hold(disk.Format is "raw" or "qcow", $"{at}.format", "must be raw or qcow");
            WorldCheck.Hold(disk.Path.Length is > 0 and <= 4096 || (disk.Cdrom && disk.Path.Length == 0), $"{at}.path", "must be given; only a drive can be empty");
        });
        WorldCheck.Once($"{member}.disks[].device", vm.Disks.Select(disk => disk.Device));
        WorldCheck.Devices($"{member}.vifs", vm.Vifs.Count);
        WorldCheck.Each($"{member}.vifs", vm.Vifs, (at, vif) =>
        {
            Name($"{at}.bridge", vif.Bridge);
            WorldCheck.Mac($"{at}.mac", vif.Mac);
            WorldCheck.Range($"{at}.mtu", vif.Mtu, 68, 65535);
        });
    }

    private static void Name(string member, string name)
    {
        WorldCheck.Hold(name.Length > 0, member, "must not be empty");
        WorldCheck.Text(member, name);
    }

    private static void Word(string member, NumberedName word)
    {
        WorldCheck.Range($"{member}.number", word.Number, 0, 0xFFFFFF);
        WorldCheck.Text($"{member}.name", word.Name);
    }
}
