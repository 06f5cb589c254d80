using Hypervisor.Native;
using XenApi.Core.Hosts;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Devices;

/// <summary>Disks and drives.</summary>
internal sealed class DiskPlug : Plug<Vbd>
{
    /// <summary>The one there is.</summary>
    public static DiskPlug Instance { get; } = new();

    /// <inheritdoc/>
    public override Ref<Vm> VmOf(Vbd device) => device.Vm;

    /// <inheritdoc/>
    public override bool IsAttached(Vbd device) => device.CurrentlyAttached;

    /// <inheritdoc/>
    public override void Add(Changes changes, Vbd device)
    {
        var metrics = new VbdMetrics { Id = NamedUuid.Of(device.Id, "metrics"), LastUpdated = changes.Now };
        changes.Add(metrics);
        changes.Add(device with
        {
            Device = device.Device.Length > 0 ? device.Device : DiskNames.Free(changes.Get(device.Vm), device.Type, changes),
            Metrics = new(metrics.Id),
        });
    }

    /// <inheritdoc/>
    public override void Remove(Changes changes, Vbd device)
    {
        changes.Delete(new Ref<Vbd>(device.Id));
        changes.Delete(device.Metrics);
    }

    /// <inheritdoc/>
    public override Vbd Claimed(Vbd device) => device with { IsClaimed = !device.Vdi.IsNull };

    /// <inheritdoc/>
    public override Task<IReadOnlyDictionary<string, string>> AttachAsync(Engine engine, IHypervisor hypervisor, Vbd device) =>
        hypervisor.AttachAsync(device.Vm.Id!.Value, DeviceConfigs.Of(engine, engine.Store.Current, device));

    /// <inheritdoc/>
    public override Task DetachAsync(Engine engine, IHypervisor hypervisor, Vbd device) =>
        hypervisor.DetachAsync(device.Vm.Id!.Value, DeviceKind.Disk, device.Device);

    /// <inheritdoc/>
    public override Vbd Seen(Vbd device, DomainConfig? config, Changes changes, IReadOnlyDictionary<string, string>? told = null)
    {
        var disk = config?.Disks.FirstOrDefault(d => d.Device == device.Device);

        // Whoever wrote to the image of a sleeper would spoil what the sleeper remembers of it.
        var isAsleep = disk is null && changes.Find(device.Vm)?.PowerState == VmPowerState.Suspended;
        var seen = device with { IsClaimed = !device.Vdi.IsNull && (disk is not null || isAsleep) };
        if (told is null && device.CurrentlyAttached && disk is not null)
        {
            return device.Shows(disk.Path) ? seen : seen with { RuntimeProperties = device.RuntimeProperties.With(Vbd.PathKey, disk.Path) };
        }

        return told is null && device.CurrentlyAttached == (disk is not null) ? seen : seen with
        {
            CurrentlyAttached = disk is not null,
            StatusCode = 0,
            StatusDetail = "",
            RuntimeProperties = disk is null
                ? default
                : Properties(told, ("dev", disk.Device), ("mode", disk.IsReadOnly ? "r" : "w"), (Vbd.PathKey, disk.Path), ("type", disk.Format)),
        };
    }

    /// <inheritdoc/>
    public override Vbd Failed(Vbd device, string reason) => device with
    {
        IsClaimed = device.CurrentlyAttached && !device.Vdi.IsNull, StatusCode = HotPlug.FailedStatus, StatusDetail = reason,
    };
}
