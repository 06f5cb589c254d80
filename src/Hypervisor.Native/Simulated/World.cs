namespace Hypervisor.Native.Simulated;

/// <summary>What the hosts of a simulated world share: the disk images, and that they know each other.</summary>
internal sealed class World
{
    /// <summary>Who uses which disk image.</summary>
    public DiskLedger Disks { get; } = new();

    /// <summary>The hosts, by their places.</summary>
    public List<LivingHost> Hosts { get; } = [];

    /// <summary>The host that a migration goes to.</summary>
    public LivingHost Destination(LivingHost from, string destination) => destination switch
    {
        "" or "localhost" or "127.0.0.1" or "::1" => from,
        _ => Hosts.FirstOrDefault(host => host.Facts.Name == destination || (Guid.TryParse(destination, out var id) && id == host.Facts.Id))
            ?? throw Refusal.NotFound("There is no host of that name or identity."),
    };
}
