using XenApi.Core.Declarations;

namespace XenApi.Core.Model;

/// <summary>A value of an enumeration: its wire name, its number and the revision it came with.</summary>
public sealed record XenEnumValue(string Name, long Number, ApiVersion Since);
