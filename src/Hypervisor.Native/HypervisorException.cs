namespace Hypervisor.Native;

/// <summary>An order that the hypervisor could not carry out.</summary>
public sealed class HypervisorException : Exception
{
    /// <summary>A failure with what can be done about it.</summary>
    public HypervisorException(HypervisorFault fault, string message, Exception? inner = null)
        : base(message, inner) => Fault = fault;

    /// <summary>The kind of failure.</summary>
    public HypervisorFault Fault { get; }
}
