namespace Hypervisor.Native.Simulated;

/// <summary>A failure that is to happen.</summary>
/// <param name="Operation">The order that fails.</param>
/// <param name="Fault">How it fails.</param>
public sealed record SimulatedFault(SimulatedOperation Operation, HypervisorFault Fault)
{
    /// <summary>The domain or CPU pool whose orders fail; null for any.</summary>
    public Guid? Subject { get; init; }

    /// <summary>The host, by name, where it happens; null for every host.</summary>
    public string? Host { get; init; }

    /// <summary>How many orders fail.</summary>
    public int Times { get; init; } = 1;

    /// <summary>How many go well before.</summary>
    public int After { get; init; }

    /// <summary>How far an order comes before it fails, from 0 to 1.</summary>
    public double At { get; init; }

    /// <summary>What the failure says; null for a plain sentence.</summary>
    public string? Message { get; init; }

    internal HypervisorException Thrown() => new(Fault, Message ?? $"{Operation} fails as the simulation was told to.");
}
