namespace Hypervisor.Native;

/// <summary>Why an order could not be carried out.</summary>
public enum HypervisorFault
{
    /// <summary>There is no such domain, pool or device.</summary>
    NotFound,

    /// <summary>It exists already, or is in use.</summary>
    Busy,

    /// <summary>The domain or pool is in no state for it.</summary>
    BadState,

    /// <summary>There is not enough free memory.</summary>
    OutOfMemory,

    /// <summary>There are not enough free CPUs, or other devices.</summary>
    OutOfResources,

    /// <summary>The order makes no sense: a value out of range.</summary>
    Invalid,

    /// <summary>The host cannot do that.</summary>
    Unsupported,

    /// <summary>It may work if tried again.</summary>
    Transient,

    /// <summary>Another host cannot be reached, or does not take what it is sent.</summary>
    Unreachable,

    /// <summary>Nobody here knows whether it was carried out on another host; the message says what to look at.</summary>
    Uncertain,

    /// <summary>It went wrong.</summary>
    Failed,
}
