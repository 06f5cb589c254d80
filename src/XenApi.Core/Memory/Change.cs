using XenApi.Core.Model;

namespace XenApi.Core.Memory;

/// <summary>What one commit did to one object.</summary>
/// <param name="Class">The class.</param>
/// <param name="Id">The object.</param>
/// <param name="Before">As it was; null where it was made.</param>
/// <param name="After">As it is; null where it was removed.</param>
/// <param name="IsKept">Whether the journal must have it: its own fields changed, and its class is durable.</param>
/// <param name="IsTold">Whether it is news. A sample is not; a change of a field that is the set of those who refer to it is.</param>
public sealed record Change(XenClass Class, Guid Id, XenObject? Before, XenObject? After, bool IsKept, bool IsTold);
