namespace Hypervisor.Native;

/// <summary>What a console speaks.</summary>
public enum ConsoleKind
{
    /// <summary>Text of a terminal.</summary>
    Terminal,

    /// <summary>The remote framebuffer protocol of VNC.</summary>
    Framebuffer,
}
