namespace XenApi.Core.Model;

/// <summary>An enumeration of the Xen API, as declared; flags travel as their number.</summary>
public sealed record XenEnum(string Name, bool IsFlags, string Description, XenEnumValue[] Values);
