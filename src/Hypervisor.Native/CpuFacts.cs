namespace Hypervisor.Native;

/// <summary>A physical CPU.</summary>
/// <param name="Number">Its number on the host, from 0.</param>
/// <param name="Vendor">Its maker, as CPUID tells it.</param>
/// <param name="MHz">Its clock.</param>
/// <param name="Model">Its model, in its own words.</param>
/// <param name="Stepping">Its stepping.</param>
/// <param name="Flags">Its features by name, separated by spaces.</param>
/// <param name="Features">Its feature words in hexadecimal, separated by hyphens.</param>
public sealed record CpuFacts(int Number, string Vendor, int MHz, string Model, string Stepping, string Flags, string Features);
