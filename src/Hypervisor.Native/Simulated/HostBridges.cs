namespace Hypervisor.Native.Simulated;

/// <summary>The bridges of a host, and which of its interfaces are joined to them. Used under the host's lock.</summary>
internal sealed class HostBridges
{
    /// <summary>The kind under which they are written down.</summary>
    public const string Kind = "bridges";

    private const int LongestName = 15;

    private readonly HostFacts facts;
    private readonly Ledger ledger;
    private readonly HostDirectory directory;
    private readonly HashSet<string> bridges = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Device, int? Vlan), HostNicConfig> nics = [];

    public HostBridges(HostFacts facts, Ledger ledger, HostDirectory directory)
    {
        this.facts = facts;
        this.ledger = ledger;
        this.directory = directory;
        Reset();
        if (directory.Find("", Kind, SimulatedJson.Default.StoredBridges) is { } stored)
        {
            bridges.Clear();
            bridges.UnionWith(stored.Bridges);
            nics.Clear();
            foreach (var nic in stored.Nics)
            {
                nics[(nic.Device, nic.Vlan)] = nic;
            }
        }
    }

    /// <summary>As it is after the start of the host: each interface on the bridge of its own.</summary>
    public void Reset()
    {
        bridges.Clear();
        nics.Clear();
        foreach (var nic in facts.Nics)
        {
            nics[(nic.Device, null)] = new(nic.Device, null, nic.Mac, nic.Mtu, nic.Bridge);
            if (nic.Bridge.Length > 0)
            {
                bridges.Add(nic.Bridge);
            }
        }
    }

    /// <summary>Refuses a bridge that is not there.</summary>
    public void MustHave(string bridge)
    {
        if (!bridges.Contains(bridge))
        {
            throw Refusal.NotFound($"The host has no bridge {bridge}.");
        }
    }

    /// <summary>Takes it that the bridges of a domain that lives are there.</summary>
    public void Assume(IEnumerable<NicConfig> nics) => bridges.UnionWith(nics.Select(nic => nic.Bridge).Where(bridge => bridge.Length > 0));

    /// <summary>Makes a bridge.</summary>
    public void Make(string bridge)
    {
        if (bridge.Length is 0 or > LongestName || bridge is "." or ".." || bridge.Any(letter => letter is '/' or ':' or <= ' ' or > '~'))
        {
            throw Refusal.Invalid($"A bridge cannot be named so; a name has 1 to {LongestName} letters.");
        }

        if (!bridges.Contains(bridge))
        {
            Keep([.. bridges, bridge], nics.Values);
            bridges.Add(bridge);
        }
    }

    /// <summary>Removes a bridge.</summary>
    public void Remove(string bridge)
    {
        if (!bridges.Contains(bridge))
        {
            return;
        }

        if (ledger.Joined(bridge) > 0 || nics.Values.Any(nic => nic.Bridge == bridge))
        {
            throw Refusal.Busy($"Something is joined to bridge {bridge}.");
        }

        Keep(bridges.Where(other => other != bridge), nics.Values);
        bridges.Remove(bridge);
    }

    /// <summary>Sets up an interface.</summary>
    public void Plug(HostNicConfig nic)
    {
        if (!facts.Nics.Any(there => there.Device == nic.Device))
        {
            throw Refusal.NotFound($"The host has no interface {nic.Device}.");
        }

        if (nic.Vlan is < 0 or > 4095 || nic.Mtu is < 68 or > 65535)
        {
            throw Refusal.Invalid($"VLAN {nic.Vlan} or MTU {nic.Mtu} is out of range.");
        }

        if (nic.Bridge is not null)
        {
            MustHave(nic.Bridge);
        }

        var others = nics.Where(other => other.Key != (nic.Device, nic.Vlan)).Select(other => other.Value);
        Keep(bridges, others.Append(nic));
        nics[(nic.Device, nic.Vlan)] = nic;
    }

    /// <summary>Takes an interface from its bridge.</summary>
    public void Unplug(string device, int? vlan)
    {
        if (nics.ContainsKey((device, vlan)))
        {
            Keep(bridges, nics.Where(nic => nic.Key != (device, vlan)).Select(nic => nic.Value));
            nics.Remove((device, vlan));
        }
    }

    /// <summary>The bridge that an interface is on; null for none.</summary>
    public string? Of(string device) => nics.GetValueOrDefault((device, null))?.Bridge;

    private void Keep(IEnumerable<string> bridges, IEnumerable<HostNicConfig> nics) =>
        directory.Put("", Kind, new StoredBridges([.. bridges], [.. nics]), SimulatedJson.Default.StoredBridges);
}
