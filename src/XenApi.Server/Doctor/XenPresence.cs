using System.Globalization;

namespace XenApi.Server.Doctor;

/// <summary>What Linux says of the hypervisor that it runs on.</summary>
/// <param name="IsXen">Whether it runs on Xen at all.</param>
/// <param name="IsControlDomain">Whether it is the control domain.</param>
/// <param name="Version">Major and minor version, such as 4.17; null where they are not told.</param>
/// <param name="Extra">What follows them, such as .7; empty where there is nothing.</param>
internal sealed record XenPresence(bool IsXen, bool IsControlDomain, string? Version, string Extra)
{
    // XENFEAT_dom0 of Xen's public/features.h.
    private const int ControlDomainFeature = 11;

    /// <summary>Looks at a host.</summary>
    public static XenPresence On(HostTree tree)
    {
        if (tree.Text("/sys/hypervisor/type") != "xen")
        {
            return new(false, false, null, "");
        }

        // Before xenfs is mounted the features tell as well; it must not matter for the choice when the server starts.
        var isControl = tree.Text("/proc/xen/capabilities") is { } capabilities
            ? capabilities.Contains("control_d", StringComparison.Ordinal)
            : long.TryParse(tree.Text("/sys/hypervisor/properties/features"), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var features)
                && (features >> ControlDomainFeature & 1) == 1;
        return new(true, isControl, Number("major") is { } major && Number("minor") is { } minor ? $"{major}.{minor}" : null, tree.Text("/sys/hypervisor/version/extra") ?? "");

        int? Number(string name) => int.TryParse(tree.Text($"/sys/hypervisor/version/{name}"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
