namespace Hypervisor.Native.Xen;

/// <summary>The numbers that libxenlight answers where something went wrong, as far as they are told apart here.</summary>
internal static class LibxlCode
{
    public const int NoSuchFeature = -4;
    public const int OutOfMemory = -5;
    public const int Invalid = -6;
    public const int GuestTimedOut = -8;
    public const int TimedOut = -9;
    public const int NotParavirtual = -10;
    public const int LockFailed = -15;
    public const int DeviceExists = -17;
    public const int NoSuchDomain = -21;
    public const int Aborted = -22;
    public const int NotFound = -23;
    public const int DomainDestroyed = -24;

    /// <summary>What kind of failure a number stands for.</summary>
    public static HypervisorFault FaultOf(int code) => code switch
    {
        NoSuchDomain or NotFound or DomainDestroyed => HypervisorFault.NotFound,
        DeviceExists => HypervisorFault.Busy,
        OutOfMemory => HypervisorFault.OutOfMemory,
        Invalid => HypervisorFault.Invalid,
        NoSuchFeature or NotParavirtual => HypervisorFault.Unsupported,
        LockFailed => HypervisorFault.Transient,
        _ => HypervisorFault.Failed,
    };
}
