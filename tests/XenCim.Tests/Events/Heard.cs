namespace XenCim.Tests.Events;

/// <summary>An event as a client reads it.</summary>
internal sealed record Heard(long Id, DateTime Timestamp, string Class, string Operation, string Ref, string Uuid)
{
    public override string ToString() => FormattableString.Invariant($"{Id} {Operation} {Class} {Ref}");
}
