namespace Hypervisor.Native.Simulated;

/// <summary>The orders of <see cref="IHypervisor"/>, to name those that shall fail.</summary>
public enum SimulatedOperation
{
    /// <summary>Making a domain.</summary>
    Create,

    /// <summary>Stopping its virtual CPUs.</summary>
    Pause,

    /// <summary>Letting them run again.</summary>
    Unpause,

    /// <summary>Asking the guest to stop.</summary>
    RequestShutdown,

    /// <summary>Ending a domain.</summary>
    Destroy,

    /// <summary>Saving a domain.</summary>
    Save,

    /// <summary>Reading what a saved domain is.</summary>
    ReadSaved,

    /// <summary>Restoring a domain.</summary>
    Restore,

    /// <summary>Dumping its memory.</summary>
    Dump,

    /// <summary>Keeping a crashed domain aside.</summary>
    Preserve,

    /// <summary>Moving a domain.</summary>
    Migrate,

    /// <summary>Setting its memory.</summary>
    SetMemoryTarget,

    /// <summary>Setting its virtual CPUs.</summary>
    SetVcpus,

    /// <summary>Setting its share of the CPUs.</summary>
    SetScheduling,

    /// <summary>Binding a virtual CPU.</summary>
    PinVcpu,

    /// <summary>Sending a magic key.</summary>
    SendSysRq,

    /// <summary>Pressing a button.</summary>
    SendTrigger,

    /// <summary>Plugging a device.</summary>
    Attach,

    /// <summary>Unplugging a device.</summary>
    Detach,

    /// <summary>Making a CPU pool.</summary>
    CreatePool,

    /// <summary>Ending a CPU pool.</summary>
    DestroyPool,

    /// <summary>Adding a CPU to a pool.</summary>
    AddCpu,

    /// <summary>Taking a CPU from a pool.</summary>
    RemoveCpu,

    /// <summary>Moving a domain to a pool.</summary>
    MoveToPool,

    /// <summary>Making a bridge.</summary>
    MakeBridge,

    /// <summary>Removing a bridge.</summary>
    RemoveBridge,

    /// <summary>Setting up an interface of the host.</summary>
    PlugNic,

    /// <summary>Taking an interface of the host from its bridge.</summary>
    UnplugNic,

    /// <summary>Reading the message buffer.</summary>
    ReadMessages,

    /// <summary>Sending debug keys.</summary>
    SendDebugKeys,

    /// <summary>Stopping the host.</summary>
    StopHost,
}
