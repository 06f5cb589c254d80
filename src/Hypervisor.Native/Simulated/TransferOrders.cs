namespace Hypervisor.Native.Simulated;

/// <summary>Orders that move the memory of a domain: to a file, from one, or to a host.</summary>
internal sealed class TransferOrders(LivingHost host, DomainOrders orders)
{
    public async Task SaveAsync(Guid domain, string path, bool runOn, IProgress<double> progress, CancellationToken cancelled)
    {
        MemoryFile.CheckPlace(path);
        var stands = Stopped(domain);
        string? partial = null;
        try
        {
            await PassAsync(SimulatedOperation.Save, stands, host.Timings.SaveMiBPerSecond, progress, cancelled).ConfigureAwait(false);
            partial = MemoryFile.Write(path, MemoryFile.Saved, new(stands.Config, host.Get(domain).RanBefore, host.Get(domain).IsDeaf));
            lock (host.Gate)
            {
                // What happened to it meanwhile counts: a guest that crashed is not saved.
                var living = Same(host, stands).Up();
                MemoryFile.Place(partial, path);
                partial = path;
                if (runOn)
                {
                    Continue(stands);
                }
                else
                {
                    host.Remove(living);
                }
            }
        }
        catch
        {
            if (partial is not null)
            {
                MemoryFile.Drop(partial);
            }

            Continue(stands);
            throw;
        }
    }

    public async Task<DomainConfig> ReadSavedAsync(string path)
    {
        await host.PassAsync(SimulatedOperation.ReadSaved, Guid.Empty).ConfigureAwait(false);
        return MemoryFile.Read(path).Config;
    }

    public async Task<Domain> RestoreAsync(DomainConfig config, string path, bool startPaused, IProgress<double> progress, CancellationToken cancelled)
    {
        var saved = MemoryFile.Read(path);
        if (saved.Config.MemoryBytes > config.MaxMemoryBytes || saved.Config.Boot.IsFullyVirtual != config.Boot.IsFullyVirtual)
        {
            throw Refusal.Invalid($"What {path} holds does not fit the domain: {saved.Config.MemoryBytes} bytes of memory, or another kind of guest.");
        }

        config = config with { MemoryBytes = saved.Config.MemoryBytes };
        ConfigCheck.Domain(config, host.Facts);
        var claim = new Claim(config.Id, config, config.Pool ?? host.Facts.DefaultPool);
        host.Reserve(claim);
        try
        {
            var duration = TimeSpan.FromMilliseconds(host.Timings.CreateMs) + SimulatedTimings.Moving(config.MemoryBytes, host.Timings.RestoreMiBPerSecond);
            await host.PassAsync(SimulatedOperation.Restore, config.Id, duration, progress, cancelled).ConfigureAwait(false);
            return host.Admit(orders.Born(config, claim.Pool, startPaused, saved.Ran, saved.IsDeaf));
        }
        catch
        {
            host.Release(claim);
            throw;
        }
    }

    public async Task DumpAsync(Guid domain, string path, IProgress<double> progress, CancellationToken cancelled)
    {
        MemoryFile.CheckPlace(path);
        var living = host.Get(domain);
        await PassAsync(SimulatedOperation.Dump, living.Domain, host.Timings.DumpMiBPerSecond, progress, cancelled).ConfigureAwait(false);
        var partial = MemoryFile.Write(path, MemoryFile.Dumped, new(living.Domain.Config, living.Ran(host.Now), living.IsDeaf));
        MemoryFile.Place(partial, path);
    }

    public async Task<Domain> MigrateAsync(Guid domain, string destination, bool live, IProgress<double> progress, CancellationToken cancelled)
    {
        var there = host.World.Destination(host, destination);
        var here = live ? Movable(host.Get(domain)).Domain : Stopped(domain);
        var pool = there == host ? here.Pool : there.Facts.DefaultPool;
        var claim = Claim.OfMove(here.Config, pool);
        try
        {
            Take(there, claim);
        }
        catch
        {
            Continue(here);
            throw;
        }

        try
        {
            await PassAsync(SimulatedOperation.Migrate, here, host.Timings.MigrateMiBPerSecond, progress, cancelled).ConfigureAwait(false);
            return Arrive(there, here, claim);
        }
        catch
        {
            there.Release(claim);
            Continue(here);
            throw;
        }
    }

    private static LivingDomain Same(LivingHost host, Domain domain) =>
        host.Find(domain.Id) is { } living && living.Domain.Number == domain.Number ? living : throw Refusal.NoDomain(domain.Id);

    private static LivingDomain Movable(LivingDomain living) => living.Up().Domain.Config.Pcis.Count == 0
        ? living
        : throw Refusal.BadState($"Domain {living.Id} holds PCI devices of the host; take them from it first.");

    private void Take(LivingHost there, Claim claim)
    {
        if (there == host)
        {
            // The domain is there twice for a while, and so is its memory, as on Xen.
            lock (host.Gate)
            {
                host.Ledger.Move(null, claim);
            }

            return;
        }

        if (host.Get(claim.Domain).Domain.Config is var config && (config.Scsis.Count > 0 || (config.Boot.IsFullyVirtual && !there.Facts.HasHvm)))
        {
            throw Refusal.Unsupported($"Host {there.Facts.Name} cannot run domain {claim.Domain}: it holds SCSI devices, or is an HVM guest.");
        }

        there.Reserve(claim);
    }

    private Domain Arrive(LivingHost there, Domain here, Claim claim)
    {
        // Both locks, in the order of the places: two domains may be going both ways.
        var hosts = host.World.Hosts;
        var (first, second) = hosts.IndexOf(host) <= hosts.IndexOf(there) ? (host, there) : (there, host);
        lock (first.Gate)
        {
            lock (second.Gate)
            {
                var living = Same(host, here).Up();
                var number = there.NextNumber();
                var moved = living.Domain.State == DomainState.Running ? living.Going(host.Now) : living;
                moved = moved with
                {
                    Domain = living.Domain with { Number = number, Pool = claim.Pool, Consoles = Consoles.Of(living.Domain.Config, number) },
                };
                if (there == host)
                {
                    var domain = host.Change(living.Id, _ => moved);
                    host.Release(claim);
                    return domain;
                }

                var arrived = there.Admit(moved);
                host.RemoveMoved(living);
                return arrived;
            }
        }
    }

    // Its virtual CPUs stand, while its state stays as it is.
    private Domain Stopped(Guid domain) => host.Change(domain, living => Movable(living).Standing(host.Now));

    private void Continue(Domain domain)
    {
        lock (host.Gate)
        {
            if (host.Find(domain.Id) is { Domain.State: DomainState.Running } living && living.Domain.Number == domain.Number)
            {
                host.Change(domain.Id, living => living.Going(host.Now));
            }
        }
    }

    private Task PassAsync(SimulatedOperation operation, Domain domain, int mibPerSecond, IProgress<double> progress, CancellationToken cancelled) =>
        host.PassAsync(operation, domain.Id, SimulatedTimings.Moving(domain.Config.MemoryBytes, mibPerSecond), progress, cancelled);
}
