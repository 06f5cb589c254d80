using System.Threading.Channels;
using Hypervisor.Native.Moving;

namespace Hypervisor.Native;

/// <summary>
/// The hypervisor of one host, in its own few words: domains, devices, pools, samples. It knows no reference, no
/// store and no API. A domain is named by its UUID; its number is only told. Orders come back when they are carried
/// out; what happens by itself is told by <see cref="Events"/>.
/// </summary>
/// <remarks>
/// An order that cannot be carried out throws <see cref="HypervisorException"/> and has changed nothing. Orders for
/// one domain are given one after the other; orders for several domains may come at once.
/// </remarks>
public interface IHypervisor : IAsyncDisposable
{
    /// <summary>What the host is made of; does not change while the server runs.</summary>
    HostFacts Facts { get; }

    /// <summary>What happens to domains unasked. One reader.</summary>
    ChannelReader<DomainEvent> Events { get; }

    /// <summary>The domains that there are now, the control domain left out.</summary>
    IReadOnlyList<Domain> Domains();

    /// <summary>The domain as it is now; null where there is none.</summary>
    Domain? Find(Guid domain);

    /// <summary>What the host uses now.</summary>
    HostSample Sample();

    /// <summary>What a domain uses now; null where there is none.</summary>
    DomainSample? Sample(Guid domain);

    /// <summary>Makes a domain and lets it run, or leaves it paused.</summary>
    Task<Domain> CreateAsync(DomainConfig config, bool startPaused, IProgress<double> progress, CancellationToken cancelled);

    /// <summary>Stops the virtual CPUs.</summary>
    Task PauseAsync(Guid domain);

    /// <summary>Lets the virtual CPUs run again.</summary>
    Task UnpauseAsync(Guid domain);

    /// <summary>Asks the guest to stop. Done when it is asked; an event tells if and when it obeys.</summary>
    Task RequestShutdownAsync(Guid domain, ShutdownRequest request);

    /// <summary>Ends a domain, whatever its guest does. A domain that is not there is no error.</summary>
    Task DestroyAsync(Guid domain);

    /// <summary>Saves a domain to a file; it ends then, or runs on where a checkpoint is wanted.</summary>
    Task SaveAsync(Guid domain, string path, bool runOn, IProgress<double> progress, CancellationToken cancelled);

    /// <summary>The configuration of the domain that <see cref="SaveAsync"/> wrote to the file.</summary>
    Task<DomainConfig> ReadSavedAsync(string path);

    /// <summary>Makes a domain of what <see cref="SaveAsync"/> wrote.</summary>
    Task<Domain> RestoreAsync(DomainConfig config, string path, bool startPaused, IProgress<double> progress, CancellationToken cancelled);

    /// <summary>Writes the memory of a domain to a file.</summary>
    Task DumpAsync(Guid domain, string path, IProgress<double> progress, CancellationToken cancelled);

    /// <summary>
    /// Keeps a crashed domain under another identity and name, so that its own are free for a new one. Its devices
    /// are taken from it, its memory stays.
    /// </summary>
    Task<Domain> PreserveAsync(Guid domain, Guid newId, string newName);

    /// <summary>Moves a domain to a host, which may be this one.</summary>
    /// <returns>The domain as it is on the other side, with another number.</returns>
    Task<Domain> MigrateAsync(Guid domain, string destination, bool live, IProgress<double> progress, CancellationToken cancelled);

    /// <summary>
    /// Sends a domain to another host over a connection, as <c>xl migrate</c> does: it is there then, and no more here.
    /// <see cref="HypervisorFault.Uncertain"/> where the other side was told to take it and did not answer: it is paused here then, until
    /// it is unpaused or destroyed.
    /// </summary>
    Task SendAsync(Guid domain, Peer peer, bool live, IProgress<double> progress, CancellationToken cancelled);

    /// <summary>Receives a domain from another host over a connection, as <c>xl migrate-receive</c> does.</summary>
    /// <param name="peer">The other host.</param>
    /// <param name="admit">Is asked whether a domain may come, by its configuration; what it throws is told to the other host.</param>
    /// <param name="cancelled">Calls it off, as long as that is possible.</param>
    Task<Domain> ReceiveAsync(Peer peer, Action<DomainConfig> admit, CancellationToken cancelled);

    /// <summary>Sets how much memory a domain shall have, in bytes, up to its most.</summary>
    Task SetMemoryTargetAsync(Guid domain, long bytes);

    /// <summary>Sets how many virtual CPUs a domain has online, up to its most.</summary>
    Task SetVcpusAsync(Guid domain, int online);

    /// <summary>Sets the share of the CPUs that a domain gets.</summary>
    Task SetSchedulingAsync(Guid domain, Scheduling scheduling);

    /// <summary>Binds a virtual CPU to physical ones; none at all sets it free.</summary>
    Task PinVcpuAsync(Guid domain, int vcpu, IReadOnlyList<int> cpus);

    /// <summary>Sends a magic system request key to the guest.</summary>
    Task SendSysRqAsync(Guid domain, char key);

    /// <summary>Presses a button of the machine, or raises an interrupt: on one virtual CPU, or all where it is null.</summary>
    Task SendTriggerAsync(Guid domain, Trigger trigger, int? vcpu);

    /// <summary>Gives a running domain a disk, or its drive another medium.</summary>
    /// <returns>What the back end tells of the device.</returns>
    Task<IReadOnlyDictionary<string, string>> AttachAsync(Guid domain, DiskConfig disk);

    /// <summary>Gives a running domain a network interface.</summary>
    /// <returns>What the back end tells of the device.</returns>
    Task<IReadOnlyDictionary<string, string>> AttachAsync(Guid domain, NicConfig nic);

    /// <summary>Gives a running domain a PCI device of the host.</summary>
    Task<IReadOnlyDictionary<string, string>> AttachAsync(Guid domain, PciConfig pci);

    /// <summary>Gives a running domain a SCSI device of the host.</summary>
    Task<IReadOnlyDictionary<string, string>> AttachAsync(Guid domain, ScsiConfig scsi);

    /// <summary>Takes a device from a running domain.</summary>
    Task DetachAsync(Guid domain, DeviceKind kind, string device);

    /// <summary>The CPU pools that there are now, the one that Xen starts with included.</summary>
    IReadOnlyList<PoolConfig> Pools();

    /// <summary>Makes a CPU pool of the CPUs given, which belong to no pool.</summary>
    Task CreatePoolAsync(PoolConfig pool);

    /// <summary>Ends a CPU pool that has no domain; its CPUs are free then.</summary>
    Task DestroyPoolAsync(Guid pool);

    /// <summary>Adds a free CPU to a pool.</summary>
    Task AddCpuAsync(Guid pool, int cpu);

    /// <summary>Takes a CPU from a pool; not the last one.</summary>
    Task RemoveCpuAsync(Guid pool, int cpu);

    /// <summary>Moves a domain to another pool.</summary>
    Task MoveToPoolAsync(Guid domain, Guid pool);

    /// <summary>Makes a bridge on the host. One that is there already is no error.</summary>
    Task MakeBridgeAsync(string bridge);

    /// <summary>Removes a bridge that nothing is joined to. One that is not there is no error.</summary>
    Task RemoveBridgeAsync(string bridge);

    /// <summary>Sets up an interface of the host, or a VLAN on one, and joins it to its bridge. May be repeated.</summary>
    Task PlugNicAsync(HostNicConfig nic);

    /// <summary>Takes an interface of the host from its bridge; a VLAN is gone then. One that is not there is no error.</summary>
    Task UnplugNicAsync(string device, int? vlan);

    /// <summary>The hypervisor's message buffer; empties it where asked to.</summary>
    Task<string> ReadMessagesAsync(bool clear);

    /// <summary>Sends debug keys to the hypervisor; what they answer is in its message buffer.</summary>
    Task SendDebugKeysAsync(string keys);

    /// <summary>Turns the host off, or starts it anew. No domain is left.</summary>
    Task StopHostAsync(ShutdownRequest request);
}
