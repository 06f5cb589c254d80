namespace Hypervisor.Native.Simulated;

/// <summary>One or more hosts to simulate. The same description makes the same hosts each time.</summary>
/// <remarks>
/// The members of descriptions can be set, and not only at the beginning, because the generated JSON readers give every
/// member that can only be set at the beginning a value: those that a file leaves out would lose their own.
/// </remarks>
public sealed record SimulatedWorld
{
    /// <summary>One host with a few devices and no machines.</summary>
    public static SimulatedWorld Default => new();

    /// <summary>The same host, where nothing takes time.</summary>
    public static SimulatedWorld Instant => new() { Timings = SimulatedTimings.Instant };

    /// <summary>What everything made up comes from.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>How long things take.</summary>
    public SimulatedTimings Timings { get; set; } = new();

    /// <summary>The hosts.</summary>
    public IReadOnlyList<SimulatedHost> Hosts { get; set; } = [new()];

    /// <summary>The failures that shall happen.</summary>
    public IReadOnlyList<SimulatedFault> Faults { get; set; } = [];

    /// <summary>
    /// Reads a short description: <c>vms=10000,hosts=1,seed=7,cpus=8,timings=instant</c>, each part optional. A description
    /// that makes no sense throws <see cref="FormatException"/>.
    /// </summary>
    public static SimulatedWorld Parse(string spec) => WorldSpec.Parse(spec);

    /// <summary>
    /// Reads a description of a JSON file. One that makes no sense throws <see cref="FormatException"/> naming the file
    /// and the member; one that cannot be read throws <see cref="IOException"/> or
    /// <see cref="UnauthorizedAccessException"/>.
    /// </summary>
    public static SimulatedWorld Load(string path) => WorldFile.Load(path);

    /// <summary>
    /// Starts the hosts. With a directory, what runs on them outlives the process, and the machines of the description
    /// are only there the first time; without one, all is forgotten. What was written down there and is damaged throws
    /// <see cref="HypervisorException"/> naming the file.
    /// </summary>
    public IReadOnlyList<SimulatedHypervisor> Start(string? directory, TimeProvider time)
    {
        if (WorldCheck.Wrong(this) is { } wrong)
        {
            throw new FormatException(wrong);
        }

        var world = new World();
        var hypervisors = new List<SimulatedHypervisor>();
        for (var place = 0; place < Hosts.Count; place++)
        {
            var host = new LivingHost(world, new(this, place, directory, time), Timings, time);
            foreach (var fault in Faults.Where(fault => fault.Host is null || fault.Host == host.Facts.Name))
            {
                host.Faults.Add(fault);
            }

            hypervisors.Add(new(host));
        }

        return hypervisors;
    }
}
