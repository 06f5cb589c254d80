using XenApi.Core.Declarations;

namespace XenApi.Core.Model;

/// <summary>A structure of the Xen API, as declared.</summary>
public sealed record XenStruct(string Name, ApiVersion Since, XenField[] Fields);
