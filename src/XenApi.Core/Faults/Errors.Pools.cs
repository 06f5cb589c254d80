using XenApi.Core.Declarations;

namespace XenApi.Core.Faults;

/// <content>Errors of CPU pools.</content>
public static partial class Errors
{
    private static readonly ErrorCode PoolBadStateCode = Declare(
        "POOL_BAD_STATE", ["current pool state"], "The pool is activated, deactivated or in use, and must not be for that.", ApiVersion.V1_0_10);

    private static readonly ErrorCode InsufficientCpusCode = Declare(
        "INSUFFICIENT_CPUS", ["needed cpu count", "available cpu count"], "Not enough CPUs are free; take some from another pool.", ApiVersion.V1_0_10);

    // The document spells it so.
    private static readonly ErrorCode UnknownSchedPolicyCode = Declare(
        "UNKOWN_SCHED_POLICY", [], "The host has no such scheduler.", ApiVersion.V1_0_10);

    private static readonly ErrorCode InvalidCpuCode = Declare(
        "INVALID_CPU", ["message"], "The CPU belongs to another pool, to none, or to another host.", ApiVersion.V1_0_10);

    private static readonly ErrorCode LastCpuNotRemoveableCode = Declare(
        "LAST_CPU_NOT_REMOVEABLE", ["message"], "An active pool keeps one CPU at least; deactivate it instead.", ApiVersion.V1_0_10);

    private static readonly ErrorCode ParameterErrorCode = Declare(
        "PARAMETER_ERROR", ["reason"], "A field of the pool has a value that it cannot have.", ApiVersion.Xend);

    /// <summary>The pool is in no state for that.</summary>
    public static ApiError PoolBadState(string state) => PoolBadStateCode.With(state);

    /// <summary>Not enough CPUs are free.</summary>
    public static ApiError InsufficientCpus(long needed, int available) => InsufficientCpusCode.With($"{needed}", $"{available}");

    /// <summary>The host has no such scheduler.</summary>
    public static ApiError UnknownSchedPolicy() => UnknownSchedPolicyCode.With();

    /// <summary>The CPU cannot be taken or given.</summary>
    public static ApiError InvalidCpu(string message) => InvalidCpuCode.With(message);

    /// <summary>The pool's last CPU stays.</summary>
    public static ApiError LastCpuNotRemoveable(string message) => LastCpuNotRemoveableCode.With(message);

    /// <summary>The pool cannot have that.</summary>
    public static ApiError ParameterError(string reason) => ParameterErrorCode.With(reason);
}
