namespace Hypervisor.Native.Simulated;

/// <summary>Where the consoles of a domain would be.</summary>
internal static class Consoles
{
    private const int FirstPort = 5900;
    private const int Ports = 65536 - FirstPort;

    /// <summary>A terminal always; a framebuffer where the domain is a PC or its platform asks for one.</summary>
    public static IReadOnlyList<ConsoleFacts> Of(DomainConfig config, int number)
    {
        var terminal = new ConsoleFacts(ConsoleKind.Terminal, $"/dev/pts/{number}");
        return config.Boot.IsFullyVirtual || config.Platform.ContainsKey("vnc") || config.Platform.ContainsKey("vfb")
            ? [terminal, new(ConsoleKind.Framebuffer, $"127.0.0.1:{FirstPort + (number % Ports)}")]
            : [terminal];
    }
}
