namespace Hypervisor.Native;

/// <summary>An order that the hypervisor could not carry out.</summary>
public sealed class HypervisorException : Exception
{
    /// <summary>A failure with what can be done about it.</summary>
    public HypervisorException(HypervisorFault fault, string message, Exception? inner = null)
        : base(message, inner) => Fault = fault;

    /// <summary>The kind of failure.</summary>
    public HypervisorFault Fault { get; }

    /// <summary>How much was needed of what there is not enough of: bytes of memory; null where it is not known.</summary>
    public long? Needed { get; init; }

    /// <summary>How much of it there was; null where it is not known.</summary>
    public long? Available { get; init; }
}
