namespace XenCim.Tests.Hypervisor;

/// <summary>A test that changes links in a network namespace of its own; passed over, by name, where the machine allows none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxNetworkFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> NoBridges = new(() => LinuxNamespace.Missing("bridge"));
    private static readonly Lazy<string?> NoVlans = new(() => LinuxNamespace.Missing("vlan"));

    public LinuxNetworkFactAttribute() => Skip = NoBridges.Value;

    /// <param name="hasVlan">Whether the kernel must have VLANs, or must not.</param>
    public LinuxNetworkFactAttribute(bool hasVlan)
        : this() => Skip ??= hasVlan ? NoVlans.Value : NoVlans.Value is null ? "The kernel has vlan." : null;
}
