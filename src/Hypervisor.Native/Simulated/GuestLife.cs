namespace Hypervisor.Native.Simulated;

/// <summary>What guests do by themselves as their time passes: they boot, and some end.</summary>
internal sealed class GuestLife(SimulatedTimings timings)
{
    /// <summary>How long the guest boots.</summary>
    public TimeSpan Boot(LivingDomain living) => living.Habits.Boot ?? TimeSpan.FromMilliseconds(timings.BootMs);

    /// <summary>How long the guest shuts down.</summary>
    public TimeSpan Shutdown(LivingDomain living) => living.Habits.Shutdown ?? TimeSpan.FromMilliseconds(timings.ShutdownMs);

    /// <summary>Whether the guest has booted.</summary>
    public bool IsUp(LivingDomain living, DateTimeOffset now) =>
        living.Domain.State != DomainState.Down && (living.HasBooted || living.Ran(now) >= Boot(living));

    /// <summary>The domain after all that its guest has done by now.</summary>
    public LivingDomain Settled(LivingDomain living, DateTimeOffset now)
    {
        if (living.RunsSince is null)
        {
            return living;
        }

        var ran = living.Ran(now);
        if (!living.HasBooted && ran >= Boot(living))
        {
            living = living with { HasBooted = true };
        }

        return End(living) is { } end && ran >= end.At ? living.Down(end.Reason, now) : living;
    }

    /// <summary>When the guest will do something next; null where it does nothing by itself.</summary>
    public DateTimeOffset? Next(LivingDomain living)
    {
        if (living.RunsSince is not { } since)
        {
            return null;
        }

        TimeSpan? next = living.HasBooted ? null : Boot(living);
        if (End(living) is { } end && (next is null || end.At < next))
        {
            next = end.At;
        }

        return next is { } at ? since + (at - living.RanBefore) : null;
    }

    /// <summary>The domain after its guest was asked to stop: it boots first, and obeys then.</summary>
    public LivingDomain Asked(LivingDomain living, DownReason reason, DateTimeOffset now)
    {
        if (living.IsDeaf || living.Habits.IgnoresShutdown)
        {
            return living;
        }

        var (ran, boot) = (living.Ran(now), Boot(living));
        return living.Ending(reason, (ran > boot || living.HasBooted ? ran : boot) + Shutdown(living));
    }

    private static GuestEnd? End(LivingDomain living) => GuestEnd.Sooner(living.Ordered, living.Habits.End);
}
