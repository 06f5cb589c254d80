using XenApi.Server.Listeners;

namespace XenApi.Server.Http;

/// <summary>A listener, and what is spoken there.</summary>
internal sealed record Entrance(Listener Listener, Protocol Protocol);
