namespace Hypervisor.Native.Simulated;

/// <summary>What of a host is taken, and by whom: memory, disks, PCI and SCSI devices, places in CPU pools and on bridges. Used under the host's lock.</summary>
internal sealed class Ledger(HostFacts facts, long controlBytes, PoolTable pools, DiskLedger disks)
{
    private readonly Dictionary<string, Guid?> pcis = facts.Pcis.ToDictionary(pci => pci.Address, _ => (Guid?)null);
    private readonly Dictionary<string, Guid?> scsis = facts.Scsis.ToDictionary(scsi => scsi.Address, _ => (Guid?)null);
    private readonly Dictionary<string, int> bridges = new(StringComparer.Ordinal);
    private long freeBytes = facts.MemoryBytes - controlBytes;

    /// <summary>The memory that nobody has, in bytes.</summary>
    public long FreeBytes => Math.Max(0, Interlocked.Read(ref freeBytes));

    /// <summary>How many interfaces of domains are on a bridge.</summary>
    public int Joined(string bridge) => bridges.GetValueOrDefault(bridge);

    /// <summary>
    /// Gives back what was taken and takes what is wanted instead; where it cannot be had, nothing has changed. What
    /// lived before this process did is taken by force, however the host has changed.
    /// </summary>
    public void Move(Claim? before, Claim? after, bool isForced = false)
    {
        var more = (after?.Config.MemoryBytes ?? 0) - (before?.Config.MemoryBytes ?? 0);
        if (!isForced && after is not null)
        {
            if (more > 0 && more > FreeBytes)
            {
                throw Refusal.OutOfMemory(more, FreeBytes);
            }

            pools.Get(after.Pool);
            MustBeThere("PCI", pcis, after.Domain, before?.Domain, after.Config.Pcis.Select(pci => pci.Address));
            MustBeThere("SCSI", scsis, after.Domain, before?.Domain, after.Config.Scsis.Select(scsi => scsi.PhysicalAddress));
        }

        disks.Move(before?.Config.Disks ?? [], after?.Config.Disks ?? [], isForced);
        Interlocked.Add(ref freeBytes, -more);
        Write(before, -1);
        Write(after, 1);
    }

    /// <summary>Gives back all but the disks, which a domain that has moved away still uses.</summary>
    public void MoveAway(Claim before)
    {
        Interlocked.Add(ref freeBytes, before.Config.MemoryBytes);
        Write(before, -1);
    }

    private static void MustBeThere(string kind, Dictionary<string, Guid?> owners, Guid domain, Guid? earlier, IEnumerable<string> wanted)
    {
        var seen = new HashSet<string>();
        foreach (var address in wanted)
        {
            if (!owners.TryGetValue(address, out var owner))
            {
                throw Refusal.NotFound($"The host has no {kind} device {address}.");
            }

            if (!seen.Add(address) || (owner is not null && owner != domain && owner != earlier))
            {
                throw Refusal.Busy($"{kind} device {address} is assigned already.");
            }
        }
    }

    private void Write(Claim? claim, int by)
    {
        if (claim is null)
        {
            return;
        }

        pools.Count(claim.Pool, by);
        CountNics(claim, by);
        foreach (var pci in claim.Config.Pcis)
        {
            pcis[pci.Address] = by > 0 ? claim.Domain : null;
        }

        foreach (var scsi in claim.Config.Scsis)
        {
            scsis[scsi.PhysicalAddress] = by > 0 ? claim.Domain : null;
        }
    }

    private void CountNics(Claim claim, int by)
    {
        foreach (var nic in claim.Config.Nics)
        {
            var count = bridges.GetValueOrDefault(nic.Bridge) + by;
            if (count == 0)
            {
                bridges.Remove(nic.Bridge);
            }
            else
            {
                bridges[nic.Bridge] = count;
            }
        }
    }
}
