namespace XenApi.Server.Doctor;

/// <summary>The bridges that guests can be put on.</summary>
internal static class NetworkChecks
{
    private const string Folder = "/sys/class/net";
    private const int ShownMost = 8;

    /// <summary>The checks.</summary>
    public static IEnumerable<Finding> Of(Patient host)
    {
        var bridges = host.Tree.Names(Folder).Where(name => host.Tree.Has($"{Folder}/{name}/bridge")).ToList();
        return bridges.Count == 0
            ? [Finding.Warn("bridge", "there is none: guests have no network", "Let the distribution make one, such as xenbr0, that joins the interface to the outside (Debian: bridge_ports in /etc/network/interfaces); or make a network by network.create.")]
            : bridges.Select(bridge => One(bridge, host.Tree.Names($"{Folder}/{bridge}/brif")));
    }

    private static Finding One(string bridge, IReadOnlyList<string> members) => Finding.Ok("bridge", members.Count == 0
        ? $"{bridge} joins no interface: guests on it reach this host only"
        : $"{bridge} joins {string.Join(", ", members.Take(ShownMost))}{(members.Count > ShownMost ? $" and {members.Count - ShownMost} more" : "")}");
}
