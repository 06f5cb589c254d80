using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Hypervisor.Native.Xen;

/// <summary>
/// Gives a domain another identity, so that its own is free for a new one. <c>libxl_domain_preserve</c> changes it in xenstore only:
/// what the hypervisor has is changed through libxenctrl, and what libxenlight keeps under it is moved along.
/// </summary>
internal sealed partial class DomainIdentity(LibxlContext xen, DomainUserdata userdata, DomainTable domains)
{
    /// <summary>Gives the domain of a number, which has a configuration, an identity and a name.</summary>
    public void Give(uint number, DomainConfig now, Guid id, string name)
    {
        // All that can be wrong is found before anything is touched.
        var kept = Renamed(
            userdata.Read(number, DomainUserdata.Configuration) ?? throw new HypervisorException(HypervisorFault.BadState, $"Domain {number} has no configuration to go by."), id, name);
        using (var create = new LibxlValue(xen, xen.Types.CreateInfo, new JsonObject { ["name"] = now.Name, ["uuid"] = $"{now.Id}" }))
        {
            xen.Ask("keep the crashed domain", number, () => Libxl.libxl_domain_preserve(xen.Handle, number, create.At, $"-{id}", LibxlUuid.Of(id)));
        }

        xen.Ask("rename the crashed domain", number, () => Libxl.libxl_domain_rename(xen.Handle, number, null, name));
        userdata.Remove(number, DomainUserdata.Configuration);
        userdata.Remove(number, DomainUserdata.Mark);
        SetHandle(number, id);
        userdata.Keep(number, DomainUserdata.Configuration, kept);
        domains.Own(number);
        domains.Changed(number);
    }

    // The library writes the zero at the end of the text as well.
    private static string Renamed(string configuration, Guid id, string name)
    {
        var config = JsonNode.Parse(configuration.TrimEnd('\0'))!.AsObject();
        var create = config["c_info"]!.AsObject();
        (create["uuid"], create["name"]) = ($"{id}", name);
        return config.ToJsonString();
    }

    private void SetHandle(uint number, Guid id)
    {
        var way = OpenInterface(xen.Logger, 0, 0);
        if (way == 0)
        {
            throw new HypervisorException(HypervisorFault.Failed, $"libxenctrl cannot be used: {Marshal.GetLastPInvokeErrorMessage()}.");
        }

        try
        {
            var octets = LibxlUuid.Of(id);
            if (SetHandle(way, number, ref octets) != 0)
            {
                throw new HypervisorException(HypervisorFault.Failed, $"Domain {number} could not be given another identity: {Marshal.GetLastPInvokeErrorMessage()}.");
            }
        }
        finally
        {
            _ = CloseInterface(way);
        }
    }

    [LibraryImport(LibxlLibrary.Control, EntryPoint = "xc_interface_open", SetLastError = true)]
    private static partial nint OpenInterface(nint logger, nint builderLogger, uint flags);

    [LibraryImport(LibxlLibrary.Control, EntryPoint = "xc_domain_sethandle", SetLastError = true)]
    private static partial int SetHandle(nint way, uint domain, ref LibxlUuid handle);

    [LibraryImport(LibxlLibrary.Control, EntryPoint = "xc_interface_close")]
    private static partial int CloseInterface(nint way);
}
