namespace Hypervisor.Native;

/// <summary>What can happen to a domain unasked.</summary>
public enum DomainEventKind
{
    /// <summary>A domain came that nobody here made.</summary>
    Appeared,

    /// <summary>Its guest is down: look at the domain for the reason.</summary>
    Down,

    /// <summary>It is gone.</summary>
    Gone,

    /// <summary>Its guest reports something new of itself.</summary>
    Reported,

    /// <summary>Events were lost: look at all domains.</summary>
    Missed,
}
