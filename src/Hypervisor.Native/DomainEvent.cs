namespace Hypervisor.Native;

/// <summary>Something that happened to a domain unasked.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Domain">The domain; meaningless where events were missed.</param>
/// <param name="Number">Its number, to tell it from an earlier one of the same identity.</param>
public readonly record struct DomainEvent(DomainEventKind Kind, Guid Domain, int Number);
