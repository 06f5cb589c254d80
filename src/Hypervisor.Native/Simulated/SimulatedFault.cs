namespace Hypervisor.Native.Simulated;

/// <summary>A failure that is to happen.</summary>
/// <param name="Operation">The order that fails.</param>
/// <param name="Fault">How it fails.</param>
public sealed record SimulatedFault(SimulatedOperation Operation, HypervisorFault Fault)
{
    /// <summary>The domain or CPU pool whose orders fail; null for any.</summary>
    public Guid? Subject { get; set; }

    /// <summary>The host, by name, where it happens; null for every host.</summary>
    public string? Host { get; set; }

    /// <summary>How many orders fail.</summary>
    public int Times { get; set; } = 1;

    /// <summary>How many go well before.</summary>
    public int After { get; set; }

    /// <summary>How far an order comes before it fails, from 0 to 1.</summary>
    public double At { get; set; }

    /// <summary>What the failure says; null for a plain sentence.</summary>
    public string? Message { get; set; }

    internal HypervisorException Thrown() => new(Fault, Message ?? $"{Operation} fails as the simulation was told to.");
}
