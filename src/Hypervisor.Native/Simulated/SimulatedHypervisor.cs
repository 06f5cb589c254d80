using System.Threading.Channels;
using Hypervisor.Native.Moving;

namespace Hypervisor.Native.Simulated;

/// <summary>
/// A hypervisor that is played: everything happens as on a host with Xen, in time that can be set, and no guest runs.
/// Made by <see cref="SimulatedWorld.Start"/>. Beside the orders of the contract it takes those that make something
/// happen to its guests unasked.
/// </summary>
public sealed class SimulatedHypervisor : IHypervisor
{
    private readonly LivingHost host;
    private readonly DomainOrders domains;
    private readonly TransferOrders transfers;
    private readonly MoveOrders moves;
    private readonly DeviceOrders devices;
    private readonly HostOrders hostOrders;
    private readonly Samples samples;

    internal SimulatedHypervisor(LivingHost host)
    {
        this.host = host;
        domains = new(host);
        transfers = new(host, domains);
        moves = new(host, domains);
        devices = new(host);
        hostOrders = new(host);
        samples = new(host);
        hostOrders.Boot();
    }

    /// <inheritdoc/>
    public HostFacts Facts => host.Facts;

    /// <inheritdoc/>
    public ChannelReader<DomainEvent> Events => host.News.Reader;

    /// <inheritdoc/>
    public IReadOnlyList<Domain> Domains() => [.. host.All.Select(living => living.Domain)];

    /// <inheritdoc/>
    public Domain? Find(Guid domain) => host.Find(domain)?.Domain;

    /// <inheritdoc/>
    public HostSample Sample() => samples.OfHost();

    /// <inheritdoc/>
    public DomainSample? Sample(Guid domain) => samples.OfDomain(domain);

    /// <summary>Lets orders fail.</summary>
    public void InjectFault(SimulatedFault fault) => host.Faults.Add(fault);

    /// <summary>Lets a guest go down by itself at once; <see cref="HypervisorFault.NotFound"/> where there is no such domain.</summary>
    public void End(Guid domain, DownReason reason) => host.Change(domain, living => living.Down(reason, host.Now));

    /// <summary>Lets a guest crash at once.</summary>
    public void Crash(Guid domain) => End(domain, DownReason.Crash);

    /// <summary>Lets a guest obey or ignore what it is asked from now on.</summary>
    public void Deafen(Guid domain, bool isDeaf = true) => host.Change(domain, living => living with { IsDeaf = isDeaf });

    /// <summary>Lets a domain come as if another toolstack had made it, and tells so.</summary>
    public Domain Appear(DomainConfig config, bool isPaused = false)
    {
        ConfigCheck.Domain(config, host.Facts);
        lock (host.Gate)
        {
            var claim = new Claim(config.Id, config, config.Pool ?? host.Facts.DefaultPool);
            host.Reserve(claim);
            var domain = host.Admit(domains.Born(config, claim.Pool, isPaused, TimeSpan.Zero, isDeaf: false));
            host.News.Tell(DomainEventKind.Appeared, domain);
            return domain;
        }
    }

    /// <summary>Lets a domain go as if another toolstack had destroyed it, and tells so.</summary>
    public void Vanish(Guid domain)
    {
        lock (host.Gate)
        {
            var living = host.Get(domain);
            host.Remove(living);
            host.News.Tell(DomainEventKind.Gone, living.Domain);
        }
    }

    /// <inheritdoc/>
    public Task<Domain> CreateAsync(DomainConfig config, bool startPaused, IProgress<double> progress, CancellationToken cancelled) =>
        domains.CreateAsync(config, startPaused, progress, cancelled);

    /// <inheritdoc/>
    public Task PauseAsync(Guid domain) => domains.PauseAsync(domain);

    /// <inheritdoc/>
    public Task UnpauseAsync(Guid domain) => domains.UnpauseAsync(domain);

    /// <inheritdoc/>
    public Task RequestShutdownAsync(Guid domain, ShutdownRequest request) => domains.RequestShutdownAsync(domain, request);

    /// <inheritdoc/>
    public Task DestroyAsync(Guid domain) => domains.DestroyAsync(domain);

    /// <inheritdoc/>
    public Task SaveAsync(Guid domain, string path, bool runOn, IProgress<double> progress, CancellationToken cancelled) =>
        transfers.SaveAsync(domain, path, runOn, progress, cancelled);

    /// <inheritdoc/>
    public Task<DomainConfig> ReadSavedAsync(string path) => transfers.ReadSavedAsync(path);

    /// <inheritdoc/>
    public Task<Domain> RestoreAsync(DomainConfig config, string path, bool startPaused, IProgress<double> progress, CancellationToken cancelled) =>
        transfers.RestoreAsync(config, path, startPaused, progress, cancelled);

    /// <inheritdoc/>
    public Task DumpAsync(Guid domain, string path, IProgress<double> progress, CancellationToken cancelled) =>
        transfers.DumpAsync(domain, path, progress, cancelled);

    /// <inheritdoc/>
    public Task<Domain> PreserveAsync(Guid domain, Guid newId, string newName) => domains.PreserveAsync(domain, newId, newName);

    /// <inheritdoc/>
    public Task<Domain> MigrateAsync(Guid domain, string destination, bool live, IProgress<double> progress, CancellationToken cancelled) =>
        transfers.MigrateAsync(domain, destination, live, progress, cancelled);

    /// <inheritdoc/>
    public Task SendAsync(Guid domain, Peer peer, bool live, IProgress<double> progress, CancellationToken cancelled) =>
        moves.SendAsync(domain, peer, progress, cancelled);

    /// <inheritdoc/>
    public Task<Domain> ReceiveAsync(Peer peer, Action<DomainConfig> admit, CancellationToken cancelled) => moves.ReceiveAsync(peer, admit, cancelled);

    /// <inheritdoc/>
    public Task SetMemoryTargetAsync(Guid domain, long bytes) => domains.SetMemoryTargetAsync(domain, bytes);

    /// <inheritdoc/>
    public Task SetVcpusAsync(Guid domain, int online) => domains.SetVcpusAsync(domain, online);

    /// <inheritdoc/>
    public Task SetSchedulingAsync(Guid domain, Scheduling scheduling) => domains.SetSchedulingAsync(domain, scheduling);

    /// <inheritdoc/>
    public Task PinVcpuAsync(Guid domain, int vcpu, IReadOnlyList<int> cpus) => domains.PinVcpuAsync(domain, vcpu, cpus);

    /// <inheritdoc/>
    public Task SendSysRqAsync(Guid domain, char key) => domains.SendSysRqAsync(domain, key);

    /// <inheritdoc/>
    public Task SendTriggerAsync(Guid domain, Trigger trigger, int? vcpu) => domains.SendTriggerAsync(domain, trigger, vcpu);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, string>> AttachAsync(Guid domain, DiskConfig disk) => devices.AttachAsync(domain, disk);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, string>> AttachAsync(Guid domain, NicConfig nic) => devices.AttachAsync(domain, nic);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, string>> AttachAsync(Guid domain, PciConfig pci) => devices.AttachAsync(domain, pci);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, string>> AttachAsync(Guid domain, ScsiConfig scsi) => devices.AttachAsync(domain, scsi);

    /// <inheritdoc/>
    public Task DetachAsync(Guid domain, DeviceKind kind, string device) => devices.DetachAsync(domain, kind, device);

    /// <inheritdoc/>
    public IReadOnlyList<PoolConfig> Pools()
    {
        lock (host.Gate)
        {
            return [.. host.Pools.All.Select(pool => pool.Config)];
        }
    }

    /// <inheritdoc/>
    public Task CreatePoolAsync(PoolConfig pool) => hostOrders.CreatePoolAsync(pool);

    /// <inheritdoc/>
    public Task DestroyPoolAsync(Guid pool) => hostOrders.DestroyPoolAsync(pool);

    /// <inheritdoc/>
    public Task AddCpuAsync(Guid pool, int cpu) => hostOrders.AddCpuAsync(pool, cpu);

    /// <inheritdoc/>
    public Task RemoveCpuAsync(Guid pool, int cpu) => hostOrders.RemoveCpuAsync(pool, cpu);

    /// <inheritdoc/>
    public Task MoveToPoolAsync(Guid domain, Guid pool) => hostOrders.MoveToPoolAsync(domain, pool);

    /// <inheritdoc/>
    public Task MakeBridgeAsync(string bridge) => hostOrders.MakeBridgeAsync(bridge);

    /// <inheritdoc/>
    public Task RemoveBridgeAsync(string bridge) => hostOrders.RemoveBridgeAsync(bridge);

    /// <inheritdoc/>
    public Task PlugNicAsync(HostNicConfig nic) => hostOrders.PlugNicAsync(nic);

    /// <inheritdoc/>
    public Task UnplugNicAsync(string device, int? vlan) => hostOrders.UnplugNicAsync(device, vlan);

    /// <inheritdoc/>
    public Task<string> ReadMessagesAsync(bool clear) => hostOrders.ReadMessagesAsync(clear);

    /// <inheritdoc/>
    public Task SendDebugKeysAsync(string keys) => hostOrders.SendDebugKeysAsync(keys);

    /// <inheritdoc/>
    public Task StopHostAsync(ShutdownRequest request) => hostOrders.StopHostAsync(request);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        host.Dispose();
        return ValueTask.CompletedTask;
    }
}
