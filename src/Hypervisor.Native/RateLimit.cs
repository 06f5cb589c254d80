namespace Hypervisor.Native;

/// <summary>How much a guest may send by an interface.</summary>
/// <param name="BytesPerSecond">The octets in a second.</param>
/// <param name="SliceMicroseconds">The time in which a share of them may be sent, as fast as it goes.</param>
public sealed record RateLimit(long BytesPerSecond, int SliceMicroseconds);
