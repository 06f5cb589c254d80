using Hypervisor.Native;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Devices;

/// <summary>
/// Brings the devices of a machine in step with its domain: the mirror image of <see cref="DeviceConfigs"/>. A start
/// first claims the images, then makes the domain, then looks; a halt and a start of the server only look.
/// </summary>
internal static class AttachedDevices
{
    /// <summary>
    /// Before a domain is made: claims the images of the machine's disks, so that no other machine begins to write to
    /// them. <c>VDI_IN_USE</c> where another one does already. <see cref="See"/> gives them free again.
    /// </summary>
    public static void Claim(Changes changes, Ref<Vm> vm)
    {
        foreach (var vbd in changes.Get(vm).Vbds)
        {
            changes.Put(DiskPlug.Instance.Claimed(changes.Get(vbd)));
        }
    }

    /// <summary>
    /// Writes down which devices a domain has and where its consoles are. To be called after the power state and the host are
    /// put: a suspended machine keeps its claims.
    /// </summary>
    /// <param name="changes">The commit.</param>
    /// <param name="vm">The machine; one that is gone is passed over.</param>
    /// <param name="domain">Its domain; null where it has none.</param>
    /// <param name="found">What writes devices that no record tells of, where it serves the whole commit.</param>
    public static void See(Changes changes, Ref<Vm> vm, Domain? domain, FoundDevices? found = null)
    {
        if (changes.Find(vm) is not { } machine)
        {
            return;
        }

        if (domain is not null)
        {
            found ??= new(changes);
            found.Write(machine, domain.Config);
            found.WriteMedia(machine, domain.Config);
            machine = changes.Get(vm);
        }

        SeeAll(changes, DiskPlug.Instance, machine.Vbds, domain);
        SeeAll(changes, NicPlug.Instance, machine.Vifs, domain);
        SeeAll(changes, PciPlug.Instance, machine.Dpcis, domain);
        SeeAll(changes, ScsiPlug.Instance, machine.Dscsis, domain);
        SeeConsoles(changes, machine, domain);
    }

    /// <summary>Whether all that <see cref="See"/> would write is written already.</summary>
    public static bool IsSeen(Snapshot snapshot, Ref<Vm> vm, Domain? domain)
    {
        var trial = new Changes(new(snapshot), default);
        See(trial, vm, domain);
        return trial.Finish().IsEmpty;
    }

    private static void SeeAll<T>(Changes changes, Plug<T> plug, Links<T> devices, Domain? domain)
        where T : XenObject, IXenClass
    {
        foreach (var device in devices)
        {
            changes.Put(plug.Seen(changes.Get(device), domain?.Config, changes));
        }
    }

    // The first console of a protocol is the domain's first of it, and so on. A domain may have fewer; of those that
    // it has besides, which nobody asked for, each gets an object.
    private static void SeeConsoles(Changes changes, Vm machine, Domain? domain)
    {
        var left = domain?.Consoles.ToList() ?? [];
        foreach (var reference in machine.Consoles.OrderBy(console => console.Id))
        {
            var console = changes.Get(reference);
            var offered = left.Find(c => ProtocolOf(c.Protocol) == console.Protocol);
            if (offered is not null)
            {
                left.Remove(offered);
            }

            changes.Put(console with { Location = offered?.Location ?? "" });
        }

        foreach (var offered in left)
        {
            changes.Put(new XenConsole { Id = Guid.NewGuid(), Vm = new(machine.Id), Protocol = ProtocolOf(offered.Protocol), Location = offered.Location });
        }
    }

    private static ConsoleProtocol ProtocolOf(ConsoleKind kind) => kind switch
    {
        ConsoleKind.Terminal => ConsoleProtocol.Vt100,
        _ => ConsoleProtocol.Rfb,
    };
}
