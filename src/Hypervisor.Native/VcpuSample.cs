namespace Hypervisor.Native;

/// <summary>What a virtual CPU does at one moment.</summary>
/// <param name="Load">The part of the time that it ran lately, from 0 to 1.</param>
/// <param name="Cpu">The physical CPU that it last ran on.</param>
/// <param name="IsRunning">Whether it runs; else it is blocked.</param>
public readonly record struct VcpuSample(double Load, int Cpu, bool IsRunning);
