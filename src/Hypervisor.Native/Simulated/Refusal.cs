namespace Hypervisor.Native.Simulated;

/// <summary>What the simulation says when it does not carry out an order.</summary>
internal static class Refusal
{
    public static HypervisorException NotFound(string what) => new(HypervisorFault.NotFound, what);

    public static HypervisorException NoDomain(Guid domain) => NotFound($"There is no domain {domain}.");

    public static HypervisorException NoPool(Guid pool) => NotFound($"There is no CPU pool {pool}.");

    public static HypervisorException Busy(string what) => new(HypervisorFault.Busy, what);

    public static HypervisorException BadState(string what) => new(HypervisorFault.BadState, what);

    public static HypervisorException Invalid(string what) => new(HypervisorFault.Invalid, what);

    public static HypervisorException Unsupported(string what) => new(HypervisorFault.Unsupported, what);

    public static HypervisorException OutOfMemory(long neededBytes, long availableBytes) =>
        new(HypervisorFault.OutOfMemory, $"{neededBytes} bytes of memory are needed, {availableBytes} are free.")
        {
            Needed = neededBytes, Available = availableBytes,
        };

    public static HypervisorException Failed(string what, Exception cause) => new(HypervisorFault.Failed, $"{what}: {cause.Message}", cause);
}
