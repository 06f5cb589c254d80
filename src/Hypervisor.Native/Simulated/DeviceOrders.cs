namespace Hypervisor.Native.Simulated;

/// <summary>Orders that plug and unplug devices of domains.</summary>
internal sealed class DeviceOrders(LivingHost host)
{
    public Task<IReadOnlyDictionary<string, string>> AttachAsync(Guid domain, DiskConfig disk)
    {
        ConfigCheck.Disk(disk);
        return AttachAsync(domain, "vbd", disk.Device, config =>
        {
            var old = config.Disks.FirstOrDefault(other => other.Device == disk.Device);
            if (old is not null && !(old.IsCdrom && disk.IsCdrom))
            {
                throw Refusal.Busy($"The domain has a disk {disk.Device} already.");
            }

            return config with { Disks = [.. config.Disks.Select(other => other == old ? disk : other), .. old is null ? new[] { disk } : []] };
        });
    }

    public Task<IReadOnlyDictionary<string, string>> AttachAsync(Guid domain, NicConfig nic) =>
        AttachAsync(domain, "vif", nic.Device, config => config.Nics.Any(other => other.Device == nic.Device)
            ? throw Refusal.Busy($"The domain has an interface {nic.Device} already.")
            : config with { Nics = [.. config.Nics, nic] });

    public Task<IReadOnlyDictionary<string, string>> AttachAsync(Guid domain, PciConfig pci) =>
        AttachAsync(domain, "pci", pci.Address, config => GuestSlots.Given(config with { Pcis = [.. config.Pcis, pci] }));

    public Task<IReadOnlyDictionary<string, string>> AttachAsync(Guid domain, ScsiConfig scsi) =>
        AttachAsync(domain, "vscsi", scsi.Address, config => config.Scsis.Any(other => other.Address == scsi.Address)
            ? throw Refusal.Busy($"The domain has a SCSI device {scsi.Address} already.")
            : config with { Scsis = [.. config.Scsis, scsi] });

    public async Task DetachAsync(Guid domain, DeviceKind kind, string device)
    {
        await PassAsync(SimulatedOperation.Detach, domain).ConfigureAwait(false);
        host.Change(domain, living =>
        {
            var config = living.Up().Domain.Config;
            return living.With(kind switch
            {
                DeviceKind.Disk => config with { Disks = Without(config.Disks, disk => disk.Device, device) },
                DeviceKind.Nic => config with { Nics = Without(config.Nics, nic => nic.Device, device) },
                DeviceKind.Pci => config with { Pcis = Without(config.Pcis, pci => pci.Address, device) },
                DeviceKind.Scsi => config with { Scsis = Without(config.Scsis, scsi => scsi.Address, device) },
                _ => throw Refusal.Invalid($"There are no devices of kind {kind}."),
            });
        });
    }

    private static IReadOnlyList<T> Without<T>(IReadOnlyList<T> devices, Func<T, string> name, string device)
    {
        var left = devices.Where(one => name(one) != device).ToArray();
        return left.Length < devices.Count ? left : throw Refusal.NotFound($"The domain has no device {device}.");
    }

    private async Task<IReadOnlyDictionary<string, string>> AttachAsync(Guid domain, string kind, string device, Func<DomainConfig, DomainConfig> with)
    {
        await PassAsync(SimulatedOperation.Attach, domain).ConfigureAwait(false);
        var number = host.Change(domain, living => living.With(with(living.Up().Domain.Config))).Number;

        // The words of the back ends of Linux; state 4 is connected.
        return new Dictionary<string, string>
        {
            ["backend"] = $"/local/domain/0/backend/{kind}/{number}/{device}",
            ["backend-id"] = "0",
            ["frontend"] = $"/local/domain/{number}/device/{kind}/{device}",
            ["state"] = "4",
        };
    }

    private Task PassAsync(SimulatedOperation operation, Guid domain) =>
        host.PassAsync(operation, domain, TimeSpan.FromMilliseconds(host.Timings.DeviceMs));
}
