using Hypervisor.Native.Simulated;

namespace XenCim.Tests.Hypervisor;

public sealed class SimulatedLifeTests : HypervisorConformance
{
    private protected override Task<HypervisorBench> StartAsync() => Task.FromResult(Simulation.Instant());
}

public sealed class SimulatedTransferTests : TransferConformance
{
    private protected override Task<HypervisorBench> StartAsync() => Task.FromResult(Simulation.Instant());
}

public sealed class SimulatedDeviceTests : DeviceConformance
{
    private protected override Task<HypervisorBench> StartAsync() => Task.FromResult(Simulation.Instant());
}

/// <summary>Simulated hosts on the bench.</summary>
internal static class Simulation
{
    public static HypervisorBench Instant() => new(SimulatedWorld.Instant.Start(null, TimeProvider.System)[0]);
}
