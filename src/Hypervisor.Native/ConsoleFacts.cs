namespace Hypervisor.Native;

/// <summary>A console of a domain.</summary>
/// <param name="Protocol">What it speaks.</param>
/// <param name="Location">A terminal device on the host, or <c>address:port</c>.</param>
public sealed record ConsoleFacts(ConsoleKind Protocol, string Location);
