namespace Hypervisor.Native;

/// <summary>What can be sent to a virtual machine's hardware.</summary>
public enum Trigger
{
    /// <summary>A non-maskable interrupt.</summary>
    Nmi,

    /// <summary>A reset of a virtual CPU.</summary>
    Reset,

    /// <summary>An initialisation of a virtual CPU.</summary>
    Init,

    /// <summary>The power button.</summary>
    Power,

    /// <summary>The sleep button.</summary>
    Sleep,

    /// <summary>Out of the S3 state.</summary>
    S3Resume,
}
