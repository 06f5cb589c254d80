namespace Hypervisor.Native.Linux;

/// <summary>The network interfaces of the host, from <c>/sys/class/net</c>.</summary>
internal static class HostNics
{
    private const string Interfaces = "sys/class/net";
    private const long Ethernet = 1;
    private const int UsualMtu = 1500;

    /// <summary>
    /// The physical interfaces, and bonds of them: Ethernet with a device behind it that is no back end of a guest's
    /// interface.
    /// </summary>
    public static IReadOnlyList<NicFacts> Read(string root)
    {
        var tree = new HostTree(root);
        return [.. tree.Names(Interfaces).Where(name => IsPhysical(tree, name)).Select(name => Facts(tree, name))];
    }

    /// <summary>The bridges of the host, whoever made them.</summary>
    public static IReadOnlyList<string> Bridges(string root)
    {
        var tree = new HostTree(root);
        return [.. tree.Names(Interfaces).Where(name => tree.Has($"{Interfaces}/{name}/bridge"))];
    }

    /// <summary>What interfaces move now, by device; one that is gone is left out.</summary>
    public static IReadOnlyDictionary<string, Flow> Sample(string root, IEnumerable<string> devices, FlowMeter meter)
    {
        var tree = new HostTree(root);
        var flows = new Dictionary<string, Flow>(StringComparer.Ordinal);
        foreach (var device in devices)
        {
            var counters = $"{Interfaces}/{device}/statistics";
            if (tree.Number($"{counters}/rx_bytes") is { } received && tree.Number($"{counters}/tx_bytes") is { } sent)
            {
                flows[device] = meter.Measure(device, received, sent);
            }
        }

        return flows;
    }

    private static bool IsPhysical(HostTree tree, string name) =>
        tree.Number($"{Interfaces}/{name}/type") == Ethernet
        && (tree.Has($"{Interfaces}/{name}/bonding")
            || (tree.Has($"{Interfaces}/{name}/device") && tree.Link($"{Interfaces}/{name}/device/subsystem") != "xen-backend"));

    private static NicFacts Facts(HostTree tree, string name) => new(
        name,
        tree.Text($"{Interfaces}/{name}/address") ?? "",
        (int)Math.Clamp(tree.Number($"{Interfaces}/{name}/mtu") ?? UsualMtu, 0, int.MaxValue),
        tree.Link($"{Interfaces}/{name}/brport/bridge") ?? "");
}
