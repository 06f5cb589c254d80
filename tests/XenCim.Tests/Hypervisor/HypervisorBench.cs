using Hypervisor.Native;

namespace XenCim.Tests.Hypervisor;

/// <summary>A hypervisor on the bench: short words for the orders that tests give, and a directory for what they write.</summary>
internal sealed class HypervisorBench(IHypervisor hypervisor) : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string directory = Directory.CreateTempSubdirectory("xencim-").FullName;

    public IHypervisor Hypervisor => hypervisor;

    public long FreeBytes => hypervisor.Sample().FreeMemoryBytes;

    public static DomainConfig Config(string name = "guest", long memoryMiB = 64) => new()
    {
        Id = Guid.NewGuid(),
        Name = name,
        MemoryBytes = memoryMiB << 20,
        MaxMemoryBytes = memoryMiB << 20,
        Vcpus = 1,
        MaxVcpus = 2,
        Boot = new(false, "", "pygrub", "", "", "", ""),
    };

    public static DiskConfig Disk(string device, string path, bool isReadOnly = false, bool isShareable = false) =>
        new(device, path, "raw", isReadOnly, false, false, isShareable);

    public string File(string name) => Path.Combine(directory, name);

    public Task<Domain> CreateAsync(DomainConfig config, bool startPaused = false, Steps? steps = null, CancellationToken cancelled = default) =>
        hypervisor.CreateAsync(config, startPaused, steps ?? new(), cancelled);

    public Task SaveAsync(Guid domain, string path, bool runOn = false, CancellationToken cancelled = default) =>
        hypervisor.SaveAsync(domain, path, runOn, new Steps(), cancelled);

    public Task<Domain> RestoreAsync(DomainConfig config, string path, bool startPaused = false) =>
        hypervisor.RestoreAsync(config, path, startPaused, new Steps(), default);

    public Task<Domain> MigrateAsync(Guid domain, string destination = "localhost", bool live = true, CancellationToken cancelled = default) =>
        hypervisor.MigrateAsync(domain, destination, live, new Steps(), cancelled);

    public Task DumpAsync(Guid domain, string path) => hypervisor.DumpAsync(domain, path, new Steps(), default);

    /// <summary>Waits until a domain is told to be so.</summary>
    public async Task<DomainEvent> ToldAsync(DomainEventKind kind, Guid domain)
    {
        using var patience = new CancellationTokenSource(Patience);
        await foreach (var news in hypervisor.Events.ReadAllAsync(patience.Token))
        {
            if (news.Kind == kind && news.Domain == domain)
            {
                return news;
            }
        }

        throw new InvalidOperationException("The news ended.");
    }

    /// <summary>All that can be seen of the host, to tell that nothing has changed.</summary>
    public string Look()
    {
        var domains = hypervisor.Domains().Select(domain => string.Join(
            ' ',
            [
                domain.Id, domain.Number, domain.State, domain.DownReason, domain.Pool, domain.Config.Name, domain.Config.MemoryBytes, domain.Config.Vcpus,
                domain.Config.Scheduling, string.Join(',', domain.Config.Pins.Select(pin => $"{pin.Key}:{string.Join('+', pin.Value)}")),
                string.Join(',', domain.Config.Disks), string.Join(',', domain.Config.Nics), domain.Config.Pcis.Count, domain.Config.Scsis.Count,
            ]));
        var pools = hypervisor.Pools().OrderBy(pool => pool.Id).Select(pool => $"{pool.Id} {pool.Name} {pool.Scheduler} {string.Join(',', pool.Cpus)}");
        return string.Join('\n', [.. domains, .. pools, $"{FreeBytes}", .. Directory.GetFiles(directory)]);
    }

    public async ValueTask DisposeAsync()
    {
        await hypervisor.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    /// <summary>That an order is refused, how, and that nothing has changed.</summary>
    public async Task<HypervisorException> RefusesAsync(Func<Task> order, HypervisorFault fault)
    {
        var before = Look();
        var refusal = (await order.Should().ThrowAsync<HypervisorException>()).Which;
        refusal.Fault.Should().Be(fault, refusal.Message);
        Look().Should().Be(before, "what is refused changes nothing");
        return refusal;
    }
}
