using XenApi.Core.Declarations;

namespace XenApi.Core.Faults;

/// <content>Errors of security policies, and of testing clients.</content>
public static partial class Errors
{
    private static readonly ErrorCode SecurityErrorCode = Declare(
        "SECURITY_ERROR", ["xserr", "message"], "The security policy does not allow that, or there is none, or the label has changed meanwhile.", ApiVersion.V1_0_10);

    private static readonly ErrorCode DebugFailCode = Declare(
        "DEBUG_FAIL", ["session"], "The failure that debug.return_failure was asked for.", ApiVersion.Xend);

    /// <summary>The security policy does not allow that.</summary>
    public static ApiError SecurityError(long xserr, string message) => SecurityErrorCode.With($"{xserr}", message);

    /// <summary>The failure that was asked for.</summary>
    public static ApiError DebugFail(Guid session) => DebugFailCode.With(session.ToString());
}
