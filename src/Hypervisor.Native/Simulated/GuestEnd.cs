namespace Hypervisor.Native.Simulated;

/// <summary>How a guest will end.</summary>
/// <param name="Reason">How.</param>
/// <param name="At">When: how long it will have run by then.</param>
internal sealed record GuestEnd(DownReason Reason, TimeSpan At)
{
    /// <summary>The one that comes first.</summary>
    public static GuestEnd? Sooner(GuestEnd? one, GuestEnd? other) => one is null || other?.At < one.At ? other : one;
}
