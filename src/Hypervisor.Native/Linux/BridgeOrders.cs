using Hypervisor.Native.Linux.Netlink;

namespace Hypervisor.Native.Linux;

/// <summary>Makes and removes bridges. A bridge that somebody else made is used, and never changed.</summary>
internal sealed class BridgeOrders(LinkTable links)
{
    /// <summary>The bridge of a name; refused where there is none.</summary>
    public HostLink Get(string name) => links.Find(name) switch
    {
        { Kind: Rtnl.Bridge } bridge => bridge,
        null => throw new HypervisorException(HypervisorFault.NotFound, $"The host has no bridge {name}."),
        _ => throw new HypervisorException(HypervisorFault.NotFound, $"{name} is a network interface of the host, but no bridge of Linux."),
    };

    /// <summary>Makes a bridge and sets it up.</summary>
    public void Make(string name)
    {
        if (!LinkTable.IsName(name))
        {
            throw new HypervisorException(HypervisorFault.Invalid, "A bridge cannot be named so; a name has 1 to 15 letters, and no blank, slash, colon or percent sign.");
        }

        var known = links.Find(name);
        if (known is null)
        {
            try
            {
                links.MakeBridge(name);
            }
            catch (HypervisorException e) when (e.Fault == HypervisorFault.Busy && links.Find(name) is { Kind: Rtnl.Bridge })
            {
                // Somebody else was faster; then it is theirs.
                return;
            }

            known = Get(name);
            try
            {
                links.Change($"set up bridge {name}", known, new() { Alias = HostLink.OurAlias, IsUp = true });
            }
            catch (HypervisorException)
            {
                links.Remove(known);
                throw;
            }
        }
        else if (known.Kind != Rtnl.Bridge)
        {
            throw new HypervisorException(HypervisorFault.Busy, $"{name} is a network interface of the host already; choose another name for the bridge.");
        }
        else if (known is { IsOurs: true, IsUp: false })
        {
            links.Change($"set up bridge {name}", known, new() { IsUp = true });
        }
    }

    /// <summary>Removes a bridge that was made here and has nothing on it.</summary>
    public void Remove(string name)
    {
        if (links.Find(name) is not { Kind: Rtnl.Bridge } bridge)
        {
            return;
        }

        if (links.All().Where(link => link.Master == bridge.Index).Select(link => link.Name).ToList() is { Count: > 0 } members)
        {
            throw new HypervisorException(HypervisorFault.Busy, $"Something is joined to bridge {name}: {string.Join(", ", members.Take(5))}.");
        }

        if (!bridge.IsOurs)
        {
            throw new HypervisorException(HypervisorFault.BadState, $"Bridge {name} was not made by this server and stays; remove it with the host's own tools.");
        }

        if (links.HasAddresses(bridge))
        {
            throw new HypervisorException(HypervisorFault.Busy, $"Bridge {name} has IP addresses of the host; take them from it first.");
        }

        links.Remove(bridge);
    }
}
