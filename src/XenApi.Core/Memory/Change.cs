using XenApi.Core.Model;

namespace XenApi.Core.Memory;

/// <summary>What one commit did to one object.</summary>
/// <param name="Class">The class.</param>
/// <param name="Id">The object.</param>
/// <param name="Before">As it was; null where it was made.</param>
/// <param name="After">As it is; null where it was removed.</param>
/// <param name="IsWritten">Whether its own fields changed, not only the sets of those who refer to it.</param>
/// <param name="IsQuiet">Whether the change is a sample: not kept and not told.</param>
public sealed record Change(XenClass Class, Guid Id, XenObject? Before, XenObject? After, bool IsWritten, bool IsQuiet);
