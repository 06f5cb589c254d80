using System.Threading.Channels;
using Hypervisor.Native.Linux;
using Hypervisor.Native.Moving;
using Microsoft.Extensions.Logging;

namespace Hypervisor.Native.Xen;

/// <summary>The real Xen, through libxenlight and xenstore, in the control domain of its host.</summary>
public sealed partial class XenHypervisor : IHypervisor
{
    private const string Root = "/";

    // XENFEAT_dom0 of xen/include/public/features.h.
    private const uint IsControlDomain = 1 << 11;

    private readonly DomainTable domains;
    private readonly PoolTable pools;
    private readonly DomainNews news;
    private readonly LifeOrders life;
    private readonly Recovery recovery;
    private readonly TransferOrders transfers;
    private readonly MoveOrders moves;
    private readonly DeviceOrders devices;
    private readonly ResourceOrders resources;
    private readonly HostOrders host;
    private readonly HostNetwork network = HostNetwork.Open();
    private readonly XenSamples samples;
    private readonly QemuBackend qemu;

    private XenHypervisor(LibxlContext eyes, LibxlContext hands, string stateDirectory, TimeProvider time, ILogger log)
    {
        var store = XenStore.Open();
        var identity = HostIdentity.Read(Root, stateDirectory);
        pools = new(eyes, store, identity.Id);
        Facts = new XenHost(eyes, Root, identity, pools.Default).Read();
        var userdata = new DomainUserdata(eyes, log);
        var makings = new Makings(store);
        domains = new(eyes, new(store), userdata, pools, makings, time);
        samples = new(eyes, domains, new(store), Facts, Root, time);
        news = new(hands, XenStore.Open(), domains, Forget, time, log);
        qemu = new(store, LibxlLibrary.Version());
        devices = new(hands, store, domains, qemu);
        life = new(hands, domains, new(eyes, userdata, domains), pools, devices, qemu, makings, news, log);
        recovery = new(hands, domains, life, makings, log);
        transfers = new(hands, domains, life, makings, time);
        moves = new(hands, domains, life, makings);
        resources = new(hands, domains, life);
        host = new(eyes);
    }

    /// <summary>
    /// Opens the way to the Xen of this host, and puts right what a killed server left half done;
    /// <see cref="HypervisorFault.Unsupported"/> where there is none, or it cannot be driven.
    /// </summary>
    /// <param name="stateDirectory">Where the identity of a host is kept that has none of its own.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">The log.</param>
    public static async Task<XenHypervisor> OpenAsync(string stateDirectory, TimeProvider time, ILogger log)
    {
        // The library comes before the reaper: where there is none, the process goes on, and its children are .NET's.
        LibxlLibrary.Load();
        var reaper = new ChildReaper(log);

        // Who only looks has a context of its own, and is not held up by who gives orders.
        var (eyes, hands) = (LibxlContext.Open(log, reaper), LibxlContext.Open(log, reaper));
        LogOpened(log, LibxlLibrary.FileName);
        CheckFunctions(log);
        var xen = new XenHypervisor(eyes, hands, stateDirectory, time, log);
        xen.news.Listen();
        await xen.recovery.RunAsync().ConfigureAwait(false);
        xen.qemu.EndOthers(number => xen.domains.StatusOf(number) is not null);
        xen.news.Start();
        return xen;
    }

    /// <summary>Whether this is the control domain of a host with Xen: its file system says so, or, where that is not mounted yet, Xen's features.</summary>
    public static bool IsHere
    {
        get
        {
            var tree = new HostTree(Root);
            return tree.Text("proc/xen/capabilities") is { } can && can.Contains("control_d", StringComparison.Ordinal)
                || (tree.Text("sys/hypervisor/type") == "xen" && tree.Text("sys/hypervisor/properties/features") is { Length: >= 8 } features
                    && uint.TryParse(features.AsSpan(features.Length - 8), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var bits) && (bits & IsControlDomain) != 0);
        }
    }

    // A domain has gone, by whomever it was ended.
    private void Forget(uint domain)
    {
        samples.Forget(domain);
        qemu.End(domain);
    }

    /// <summary>The names under which the library of a version of Xen, such as 4.17, is looked for, the first one first.</summary>
    public static IReadOnlyList<string> LibrariesOf(string version) => LibxlLibrary.Names(version);

    /// <inheritdoc/>
    public HostFacts Facts { get; }

    /// <inheritdoc/>
    public ChannelReader<DomainEvent> Events => news.Reader;

    /// <inheritdoc/>
    public IReadOnlyList<Domain> Domains() => domains.All();

    /// <inheritdoc/>
    public Domain? Find(Guid domain) => domains.Find(domain);

    /// <inheritdoc/>
    public HostSample Sample() => samples.OfHost();

    /// <inheritdoc/>
    public DomainSample? Sample(Guid domain) => samples.OfDomain(domain);

    /// <inheritdoc/>
    public Task<Domain> CreateAsync(DomainConfig config, bool startPaused, IProgress<double> progress, CancellationToken cancelled) =>
        life.CreateAsync(config, startPaused, cancelled);

    /// <inheritdoc/>
    public Task PauseAsync(Guid domain) => life.PauseAsync(domain);

    /// <inheritdoc/>
    public Task UnpauseAsync(Guid domain) => life.UnpauseAsync(domain);

    /// <inheritdoc/>
    public Task RequestShutdownAsync(Guid domain, ShutdownRequest request) => life.RequestShutdownAsync(domain, request);

    /// <inheritdoc/>
    public Task DestroyAsync(Guid domain) => life.DestroyAsync(domain);

    /// <inheritdoc/>
    public Task SaveAsync(Guid domain, string path, bool runOn, IProgress<double> progress, CancellationToken cancelled) =>
        transfers.SaveAsync(domain, path, runOn, progress, cancelled);

    /// <inheritdoc/>
    public Task<DomainConfig> ReadSavedAsync(string path) => Task.Run(() => TransferOrders.ReadSaved(path));

    /// <inheritdoc/>
    public Task<Domain> RestoreAsync(DomainConfig config, string path, bool startPaused, IProgress<double> progress, CancellationToken cancelled) =>
        transfers.RestoreAsync(config, path, startPaused, progress, cancelled);

    /// <inheritdoc/>
    public Task DumpAsync(Guid domain, string path, IProgress<double> progress, CancellationToken cancelled) =>
        transfers.DumpAsync(domain, path, progress, cancelled);

    /// <inheritdoc/>
    public Task<Domain> PreserveAsync(Guid domain, Guid newId, string newName) => life.PreserveAsync(domain, newId, newName);

    /// <inheritdoc/>
    public Task<Domain> MigrateAsync(Guid domain, string destination, bool live, IProgress<double> progress, CancellationToken cancelled) =>
        transfers.MigrateAsync(domain, destination, live, cancelled);

    /// <inheritdoc/>
    public Task SendAsync(Guid domain, Peer peer, bool live, IProgress<double> progress, CancellationToken cancelled) =>
        moves.SendAsync(domain, peer, live, progress, cancelled);

    /// <inheritdoc/>
    public Task<Domain> ReceiveAsync(Peer peer, Action<DomainConfig> admit, CancellationToken cancelled) => moves.ReceiveAsync(peer, admit, cancelled);

    /// <inheritdoc/>
    public Task SetMemoryTargetAsync(Guid domain, long bytes) => resources.SetMemoryTargetAsync(domain, bytes);

    /// <inheritdoc/>
    public Task SetVcpusAsync(Guid domain, int online) => resources.SetVcpusAsync(domain, online);

    /// <inheritdoc/>
    public Task SetSchedulingAsync(Guid domain, Scheduling scheduling) => resources.SetSchedulingAsync(domain, scheduling);

    /// <inheritdoc/>
    public Task PinVcpuAsync(Guid domain, int vcpu, IReadOnlyList<int> cpus) => resources.PinVcpuAsync(domain, vcpu, cpus);

    /// <inheritdoc/>
    public Task SendSysRqAsync(Guid domain, char key) => resources.SendSysRqAsync(domain, key);

    /// <inheritdoc/>
    public Task SendTriggerAsync(Guid domain, Trigger trigger, int? vcpu) => resources.SendTriggerAsync(domain, trigger, vcpu);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, string>> AttachAsync(Guid domain, DiskConfig disk) => devices.AttachAsync(domain, disk);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, string>> AttachAsync(Guid domain, NicConfig nic) => devices.AttachAsync(domain, nic);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, string>> AttachAsync(Guid domain, PciConfig pci) => devices.AttachAsync(domain, pci);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, string>> AttachAsync(Guid domain, ScsiConfig scsi) => throw new HypervisorException(
        HypervisorFault.Unsupported, "libxenlight gives domains no SCSI devices of the host; attach the disk as a block device.");

    /// <inheritdoc/>
    public Task DetachAsync(Guid domain, DeviceKind kind, string device) => devices.DetachAsync(domain, kind, device);

    /// <inheritdoc/>
    public IReadOnlyList<PoolConfig> Pools() => pools.All();

    /// <inheritdoc/>
    public Task CreatePoolAsync(PoolConfig pool) => Task.Run(() => pools.Create(pool));

    /// <inheritdoc/>
    public Task DestroyPoolAsync(Guid pool) => Task.Run(() => pools.Destroy(pool));

    /// <inheritdoc/>
    public Task AddCpuAsync(Guid pool, int cpu) => Task.Run(() => pools.AddCpu(pool, cpu));

    /// <inheritdoc/>
    public Task RemoveCpuAsync(Guid pool, int cpu) => Task.Run(() => pools.RemoveCpu(pool, cpu));

    /// <inheritdoc/>
    public Task MoveToPoolAsync(Guid domain, Guid pool) => Task.Run(() => pools.Move(domains.NumberOf(domain), pool));

    /// <inheritdoc/>
    public Task MakeBridgeAsync(string bridge) => network.MakeBridgeAsync(bridge);

    /// <inheritdoc/>
    public Task RemoveBridgeAsync(string bridge) => network.RemoveBridgeAsync(bridge);

    /// <inheritdoc/>
    public Task PlugNicAsync(HostNicConfig nic) => network.PlugNicAsync(nic);

    /// <inheritdoc/>
    public Task UnplugNicAsync(string device, int? vlan) => network.UnplugNicAsync(device, vlan);

    /// <inheritdoc/>
    public Task<string> ReadMessagesAsync(bool clear) => host.ReadMessagesAsync(clear);

    /// <inheritdoc/>
    public Task SendDebugKeysAsync(string keys) => host.SendDebugKeysAsync(keys);

    /// <inheritdoc/>
    public Task StopHostAsync(ShutdownRequest request) => HostOrders.StopAsync(request);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await news.StopAsync().ConfigureAwait(false);
        network.Dispose();
    }

    private static void CheckFunctions(ILogger log)
    {
        foreach (var name in LibxlLibrary.Missing())
        {
            LogMissing(log, name);
        }
    }

    [LoggerMessage(71, LogLevel.Information, "Xen is driven through {Library}.")]
    private static partial void LogOpened(ILogger log, string library);

    [LoggerMessage(82, LogLevel.Warning, "This libxenlight has no {Name}; what needs it is refused.")]
    private static partial void LogMissing(ILogger log, string name);
}
