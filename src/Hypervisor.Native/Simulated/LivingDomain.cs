using System.Text.Json.Serialization;

namespace Hypervisor.Native.Simulated;

/// <summary>
/// A domain and the life of its guest at one moment. A guest has a clock of its own, which stands while its domain is
/// paused: what the guest will do is told by that clock, so that a pause, a save and a restore move it along.
/// </summary>
internal sealed record LivingDomain
{
    /// <summary>The domain.</summary>
    public required Domain Domain { get; init; }

    /// <summary>How long the guest had run when its clock was last set going.</summary>
    public required TimeSpan RanBefore { get; init; }

    /// <summary>Since when its clock goes; null while it stands.</summary>
    public DateTimeOffset? RunsSince { get; init; }

    /// <summary>The end that somebody has ordered; null for none.</summary>
    public GuestEnd? Ordered { get; init; }

    /// <summary>Whether it answers no more to a shutdown.</summary>
    public bool IsDeaf { get; init; }

    /// <summary>Whether it is known to have booted.</summary>
    [JsonIgnore]
    public bool HasBooted { get; init; }

    /// <summary>Its identity.</summary>
    [JsonIgnore]
    public Guid Id => Domain.Id;

    /// <summary>How the guest behaves.</summary>
    [JsonIgnore]
    public GuestHabits Habits => GuestHabits.Of(Domain.Config.Platform);

    /// <summary>How long the guest has run.</summary>
    public TimeSpan Ran(DateTimeOffset now) => RunsSince is { } since && now > since ? RanBefore + (now - since) : RanBefore;

    /// <summary>With its clock going.</summary>
    public LivingDomain Going(DateTimeOffset now) => RunsSince is null ? this with { RunsSince = now } : this;

    /// <summary>With its clock standing.</summary>
    public LivingDomain Standing(DateTimeOffset now) => this with { RanBefore = Ran(now), RunsSince = null };

    /// <summary>With its guest down.</summary>
    public LivingDomain Down(DownReason reason, DateTimeOffset now) => Domain.State == DomainState.Down
        ? this
        : Standing(now) with { Domain = Domain with { State = DomainState.Down, DownReason = reason }, Ordered = null };

    /// <summary>With another configuration.</summary>
    public LivingDomain With(DomainConfig config) => this with { Domain = Domain with { Config = config } };

    /// <summary>With an end ordered after the guest has run on for a while.</summary>
    public LivingDomain Ending(DownReason reason, TimeSpan at) => this with { Ordered = GuestEnd.Sooner(Ordered, new(reason, at)) };

    /// <summary>Itself, unless its guest is down, which is <see cref="HypervisorFault.BadState"/>.</summary>
    public LivingDomain Up() => Domain.State != DomainState.Down
        ? this
        : throw new HypervisorException(HypervisorFault.BadState, $"The guest of domain {Id} is down.");
}
