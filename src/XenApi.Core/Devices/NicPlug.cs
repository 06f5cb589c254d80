using System.Globalization;
using Hypervisor.Native;
using XenApi.Core.Hosts;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Devices;

/// <summary>Network interfaces.</summary>
internal sealed class NicPlug : Plug<Vif>
{
    /// <summary>The one there is.</summary>
    public static NicPlug Instance { get; } = new();

    /// <inheritdoc/>
    public override Ref<Vm> VmOf(Vif device) => device.Vm;

    /// <inheritdoc/>
    public override bool IsAttached(Vif device) => device.CurrentlyAttached;

    /// <inheritdoc/>
    public override void Add(Changes changes, Vif device)
    {
        var metrics = new VifMetrics { Id = NamedUuid.Of(device.Id, "metrics"), LastUpdated = changes.Now };
        changes.Add(metrics);
        changes.Add(device with
        {
            Device = device.Device.Length > 0 ? device.Device : NicNames.Free(changes.Get(device.Vm), changes),
            Metrics = new(metrics.Id),
        });
    }

    /// <inheritdoc/>
    public override void Remove(Changes changes, Vif device)
    {
        changes.Delete(new Ref<Vif>(device.Id));
        changes.Delete(device.Metrics);
    }

    /// <inheritdoc/>
    public override Task<IReadOnlyDictionary<string, string>> AttachAsync(Engine engine, IHypervisor hypervisor, Vif device) =>
        hypervisor.AttachAsync(device.Vm.Id!.Value, DeviceConfigs.Of(engine.Store.Current, device));

    /// <inheritdoc/>
    public override Task DetachAsync(Engine engine, IHypervisor hypervisor, Vif device) =>
        hypervisor.DetachAsync(device.Vm.Id!.Value, DeviceKind.Nic, NicNames.Bare(device.Device));

    /// <inheritdoc/>
    public override Vif Seen(Vif device, DomainConfig? config, Changes changes, IReadOnlyDictionary<string, string>? told = null)
    {
        var number = NicNames.Bare(device.Device);
        var nic = config?.Nics.FirstOrDefault(n => n.Device == number);
        return told is null && device.CurrentlyAttached == (nic is not null) ? device : device with
        {
            CurrentlyAttached = nic is not null,
            StatusCode = 0,
            StatusDetail = "",
            RuntimeProperties = nic is null
                ? default
                : Properties(told, ("handle", nic.Device), ("mac", nic.Mac), ("mtu", nic.Mtu.ToString(CultureInfo.InvariantCulture)), ("bridge", nic.Bridge)),
        };
    }

    /// <inheritdoc/>
    public override Vif Failed(Vif device, string reason) => device with { StatusCode = HotPlug.FailedStatus, StatusDetail = reason };
}
