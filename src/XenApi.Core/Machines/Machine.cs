using Hypervisor.Native;
using XenApi.Core.Hosts;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Machines;

/// <summary>The hand of one machine. What it does, it does from the machine's queue: one thing at a time.</summary>
internal sealed partial class Machine(Engine engine, Ref<Vm> vm)
{
    /// <summary>The machine.</summary>
    public Ref<Vm> Vm => vm;

    /// <summary>The machine as it is now; null where there is none.</summary>
    public Vm? Find() => engine.Store.Current.Find(vm);

    /// <summary>Where its domain lives, and the domain as it is now; null where it has none.</summary>
    public (HostPlace Place, Domain Domain)? Living() => engine.Hosts.Find(vm.Id!.Value, Find()?.ResidentOn ?? Ref<Host>.Null);

    /// <summary>Whether the machine and its domain are out of step.</summary>
    public static bool NeedsLook(Engine engine, Vm vm) => throw new NotSupportedException();

    /// <summary>Brings the machine in step with its domain.</summary>
    public Task LookAsync() => throw new NotSupportedException();
}
