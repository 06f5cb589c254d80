namespace Hypervisor.Native;

/// <summary>A number from a registry, and the name that stands there.</summary>
/// <param name="Number">The number.</param>
/// <param name="Name">The name; empty where it is not known.</param>
public sealed record NumberedName(int Number, string Name);
