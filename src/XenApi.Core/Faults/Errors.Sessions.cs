using XenApi.Core.Declarations;

namespace XenApi.Core.Faults;

/// <content>Errors of sessions and events.</content>
public static partial class Errors
{
    private static readonly ErrorCode SessionAuthenticationFailedCode = Declare(
        "SESSION_AUTHENTICATION_FAILED", [], "The name or the password is wrong.");

    private static readonly ErrorCode SessionNotRegisteredCode = Declare(
        "SESSION_NOT_REGISTERED", ["handle"], "The session asked for no events; call event.register first.");

    private static readonly ErrorCode EventsLostCode = Declare(
        "EVENTS_LOST", [], "The session did not ask for events for so long that some are gone; read the state anew, event.next goes on from now.", ApiVersion.Xend);

    /// <summary>The name or the password is wrong; which of them is not told.</summary>
    public static ApiError SessionAuthenticationFailed() => SessionAuthenticationFailedCode.With();

    /// <summary>The session asked for no events.</summary>
    public static ApiError SessionNotRegistered(string handle) => SessionNotRegisteredCode.With(handle);

    /// <summary>The feed no longer holds what the session has not seen.</summary>
    public static ApiError EventsLost() => EventsLostCode.With();
}
