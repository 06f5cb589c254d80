namespace Hypervisor.Native.Xen;

/// <summary>What a guest reports of itself in xenstore, under <c>attr</c> and <c>data</c>: the names are those of the guest agents.</summary>
internal sealed class GuestReports(XenStore store)
{
    private const int MostEntries = 512;
    private const long KiB = 1024;

    private static readonly (string Key, string Place)[] Os =
    [
        ("name", "data/os_name"), ("distro", "data/os_distro"), ("major", "data/os_majorver"), ("minor", "data/os_minorver"), ("uname", "data/os_uname"),
    ];

    private static readonly (string Key, string Place)[] Drivers =
    [
        ("major", "attr/PVAddons/MajorVersion"), ("minor", "attr/PVAddons/MinorVersion"), ("micro", "attr/PVAddons/MicroVersion"), ("build", "attr/PVAddons/BuildVersion"),
    ];

    /// <summary>The report of a domain's guest; null where it reports nothing.</summary>
    public GuestReport? Read(uint domain)
    {
        var root = $"/local/domain/{domain}";
        var os = Named(root, Os);
        var drivers = Named(root, Drivers);
        var networks = Networks(root);
        var memory = new Dictionary<string, string>();
        foreach (var (key, place) in (ReadOnlySpan<(string, string)>)[("total", "data/meminfo_total"), ("free", "data/meminfo_free")])
        {
            if (long.TryParse(store.Read($"{root}/{place}"), out var kilobytes) && kilobytes is >= 0 and < long.MaxValue / KiB)
            {
                memory[key] = $"{kilobytes * KiB}";
            }
        }

        var other = new Dictionary<string, string>();
        foreach (var name in store.List($"{root}/control").Where(name => name.StartsWith("feature-", StringComparison.Ordinal)).Take(MostEntries))
        {
            if (store.Read($"{root}/control/{name}") is { Length: > 0 } value)
            {
                other[name] = value;
            }
        }

        return os.Count + drivers.Count + networks.Count + memory.Count + other.Count == 0 ? null : new(os, drivers, memory, new Dictionary<string, string>(), networks, other);
    }

    private Dictionary<string, string> Named(string root, (string Key, string Place)[] places)
    {
        var found = new Dictionary<string, string>();
        foreach (var (key, place) in places)
        {
            if (store.Read($"{root}/{place}") is { Length: > 0 } value)
            {
                found[key] = value;
            }
        }

        return found;
    }

    // attr/eth0/ip of older agents is 0/ip; attr/vif/0/ipv4/0 of newer ones 0/ipv4/0, and the first is 0/ip, too.
    private Dictionary<string, string> Networks(string root)
    {
        var found = new Dictionary<string, string>();
        foreach (var name in store.List($"{root}/attr").Where(name => name.StartsWith("eth", StringComparison.Ordinal)).Take(MostEntries))
        {
            if (store.Read($"{root}/attr/{name}/ip") is { Length: > 0 } address)
            {
                found[$"{name[3..]}/ip"] = address;
            }
        }

        foreach (var device in store.List($"{root}/attr/vif").Take(MostEntries))
        {
            foreach (var family in (ReadOnlySpan<string>)["ipv4", "ipv6"])
            {
                foreach (var number in store.List($"{root}/attr/vif/{device}/{family}").Take(MostEntries))
                {
                    if (store.Read($"{root}/attr/vif/{device}/{family}/{number}") is { Length: > 0 } address)
                    {
                        found[$"{device}/{family}/{number}"] = address;
                        if (family == "ipv4" && number == "0")
                        {
                            found[$"{device}/ip"] = address;
                        }
                    }
                }
            }
        }

        return found;
    }
}
