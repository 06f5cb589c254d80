using XenApi.Core.Calls;

namespace Cim.Provider.Operations;

/// <summary>Who asks, and in which namespace; all that one request reads is read from one snapshot.</summary>
/// <param name="Namespace">The namespace that the request names.</param>
/// <param name="Caller">Who asks.</param>
public sealed record CimCaller(string Namespace, Caller Caller);
