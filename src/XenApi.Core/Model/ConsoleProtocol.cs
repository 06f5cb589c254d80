using XenApi.Core.Declarations;

namespace XenApi.Core.Model;

/// <summary>What a console speaks.</summary>
[XenEnum("console_protocol", "What a console speaks.")]
public enum ConsoleProtocol
{
    /// <summary>A serial terminal.</summary>
    [Wire("vt100")] Vt100,

    /// <summary>The remote framebuffer protocol of VNC.</summary>
    [Wire("rfb")] Rfb,

    /// <summary>The remote desktop protocol.</summary>
    [Wire("rdp")] Rdp,
}
