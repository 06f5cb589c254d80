namespace Hypervisor.Native.Simulated;

/// <summary>Orders for the host itself: its CPU pools, its bridges, its messages.</summary>
internal sealed class HostOrders(LivingHost host)
{
    private const int MostKeys = 64;
    private const int MostLines = 100;

    public async Task CreatePoolAsync(PoolConfig pool)
    {
        await host.PassAsync(SimulatedOperation.CreatePool, pool.Id).ConfigureAwait(false);
        host.ChangePools(pools => pools.Made(pool));
    }

    public async Task DestroyPoolAsync(Guid pool)
    {
        await host.PassAsync(SimulatedOperation.DestroyPool, pool).ConfigureAwait(false);
        host.ChangePools(pools => pools.Ended(pool), isEnd: true);
    }

    public async Task AddCpuAsync(Guid pool, int cpu)
    {
        await host.PassAsync(SimulatedOperation.AddCpu, pool).ConfigureAwait(false);
        host.ChangePools(pools => pools.With(pool, cpu));
    }

    public async Task RemoveCpuAsync(Guid pool, int cpu)
    {
        await host.PassAsync(SimulatedOperation.RemoveCpu, pool).ConfigureAwait(false);
        host.ChangePools(pools => pools.Without(pool, cpu));
    }

    public async Task MoveToPoolAsync(Guid domain, Guid pool)
    {
        await host.PassAsync(SimulatedOperation.MoveToPool, domain).ConfigureAwait(false);
        host.Change(domain, living => living.Up() with { Domain = living.Domain with { Pool = pool } });
    }

    public Task MakeBridgeAsync(string bridge) => BridgesAsync(SimulatedOperation.MakeBridge, bridges => bridges.Make(bridge));

    public Task RemoveBridgeAsync(string bridge) => BridgesAsync(SimulatedOperation.RemoveBridge, bridges => bridges.Remove(bridge));

    public Task PlugNicAsync(HostNicConfig nic) => BridgesAsync(SimulatedOperation.PlugNic, bridges => bridges.Plug(nic));

    public Task UnplugNicAsync(string device, int? vlan) => BridgesAsync(SimulatedOperation.UnplugNic, bridges => bridges.Unplug(device, vlan));

    public async Task<string> ReadMessagesAsync(bool clear)
    {
        await host.PassAsync(SimulatedOperation.ReadMessages, Guid.Empty).ConfigureAwait(false);
        return host.Messages.Read(clear);
    }

    public async Task SendDebugKeysAsync(string keys)
    {
        if (keys.Length > MostKeys || keys.Any(key => key is <= ' ' or > '~'))
        {
            throw Refusal.Invalid($"Debug keys are up to {MostKeys} letters, digits and signs of ASCII.");
        }

        await host.PassAsync(SimulatedOperation.SendDebugKeys, Guid.Empty).ConfigureAwait(false);
        foreach (var key in keys)
        {
            Press(key);
        }
    }

    public async Task StopHostAsync(ShutdownRequest request)
    {
        await host.PassAsync(SimulatedOperation.StopHost, Guid.Empty).ConfigureAwait(false);
        host.Stop(staysOff: request == ShutdownRequest.PowerOff);
        Boot();
    }

    /// <summary>Writes what Xen writes when it starts.</summary>
    public void Boot()
    {
        var facts = host.Facts;
        var version = facts.Versions["Xen"];
        host.Messages.Add($"Xen version {version} (simulated)");
        host.Messages.Add($"Command line: {facts.Versions["xen_commandline"]}");
        host.Messages.Add($"System RAM: {facts.MemoryBytes >> 20}MB ({facts.MemoryBytes >> 10}kB)");
        host.Messages.Add($"Using scheduler: SMP Credit Scheduler ({facts.Scheduler})");
        host.Messages.Add($"Brought up {facts.Cpus.Count} CPUs");
    }

    private async Task BridgesAsync(SimulatedOperation operation, Action<HostBridges> change)
    {
        await host.PassAsync(operation, Guid.Empty).ConfigureAwait(false);
        lock (host.Gate)
        {
            host.RefuseWhenOff();
            change(host.Bridges);
        }
    }

    private void Press(char key)
    {
        var lines = host.Messages;
        switch (key)
        {
            case 'h':
                lines.Add("'h' pressed -> showing installed handlers");
                lines.Add(" key 'h' (ascii '68') => show this message");
                lines.Add(" key 'q' (ascii '71') => dump domain (and guest debug) info");
                lines.Add(" key 'r' (ascii '72') => dump run queues");
                break;
            case 'q':
                lines.Add("'q' pressed -> dumping domain info");
                foreach (var living in host.All.Take(MostLines))
                {
                    lines.Add($"General information for domain {living.Domain.Number}: {living.Id} {living.Domain.State}");
                }

                break;
            case 'r':
                lines.Add("'r' pressed -> dumping run queues");
                foreach (var pool in host.Pools.All)
                {
                    lines.Add($"Cpupool {pool.Config.Name}: {pool.Config.Scheduler}, {pool.Config.Cpus.Count} CPUs, {pool.Domains} domains");
                }

                break;
            default:
                lines.Add($"'{key}' pressed -> nothing to show");
                break;
        }
    }
}
