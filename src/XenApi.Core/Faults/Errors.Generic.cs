namespace XenApi.Core.Faults;

/// <content>Errors that any message can answer.</content>
public static partial class Errors
{
    private static readonly ErrorCode HandleInvalidCode = Declare(
        "HANDLE_INVALID", ["class", "handle"], "The reference names no object of the class; look it up again.");

    private static readonly ErrorCode InternalErrorCode = Declare(
        "INTERNAL_ERROR", ["message"], "The server failed; its log has more.");

    private static readonly ErrorCode MapDuplicateKeyCode = Declare(
        "MAP_DUPLICATE_KEY", ["key", "current value", "new value"], "A map or record was given one key twice.");

    private static readonly ErrorCode MessageMethodUnknownCode = Declare(
        "MESSAGE_METHOD_UNKNOWN", ["method"], "There is no such message; host.list_methods tells which there are.");

    private static readonly ErrorCode MessageParameterCountMismatchCode = Declare(
        "MESSAGE_PARAMETER_COUNT_MISMATCH", ["method", "expected", "received"], "Both counts include the session.");

    private static readonly ErrorCode OperationNotAllowedCode = Declare(
        "OPERATION_NOT_ALLOWED", [], "The object does not allow that in its present state.");

    private static readonly ErrorCode PermissionDeniedCode = Declare(
        "PERMISSION_DENIED", [], "The account's role does not reach that far, or the session is not the caller's.", Declarations.ApiVersion.V1_0_10);

    private static readonly ErrorCode SessionInvalidCode = Declare(
        "SESSION_INVALID", ["handle"], "The session is unknown, has expired or was logged out; log in again.");

    private static readonly ErrorCode HypervisorRefusedCode = Declare(
        "HYPERVISOR_REFUSED", ["reason"],
        "The hypervisor did not take the order: something is in use, used up, gone or in another state. The reason tells what; mend it and ask again.",
        Declarations.ApiVersion.Xend);

    private static readonly ErrorCode TooManyPendingTasksCode = Declare(
        "TOO_MANY_PENDING_TASKS", [], "Too many tasks run, of the session or in all; wait until some end, or cancel some.", Declarations.ApiVersion.Xend);

    private static readonly ErrorCode ValueNotSupportedCode = Declare(
        "VALUE_NOT_SUPPORTED", ["field", "value", "reason"], "The value has the wrong type, is out of range, or is not supported here.");

    /// <summary>The reference names no object of the class.</summary>
    public static ApiError HandleInvalid(string className, string handle) => HandleInvalidCode.With(className, handle);

    /// <summary>The server failed; the cause goes to the log, the caller gets one line.</summary>
    public static ApiError InternalError(string message, Exception? cause = null) =>
        cause is null ? InternalErrorCode.With(message) : InternalErrorCode.Because(cause, message);

    /// <summary>One key was given twice.</summary>
    public static ApiError MapDuplicateKey(string key, string currentValue, string newValue) =>
        MapDuplicateKeyCode.With(key, currentValue, newValue);

    /// <summary>There is no such message.</summary>
    public static ApiError MessageMethodUnknown(string method) => MessageMethodUnknownCode.With(method);

    /// <summary>The message takes another number of parameters; both counts include the session.</summary>
    public static ApiError MessageParameterCountMismatch(string method, int expected, int received) =>
        MessageParameterCountMismatchCode.With(method, $"{expected}", $"{received}");

    /// <summary>The object does not allow that in its present state.</summary>
    public static ApiError OperationNotAllowed() => OperationNotAllowedCode.With();

    /// <summary>The caller may not do that.</summary>
    public static ApiError PermissionDenied() => PermissionDeniedCode.With();

    /// <summary>There is no such session.</summary>
    public static ApiError SessionInvalid(string handle) => SessionInvalidCode.With(handle);

    /// <summary>The hypervisor did not take the order.</summary>
    public static ApiError HypervisorRefused(string reason, Exception cause) => HypervisorRefusedCode.Because(cause, reason);

    /// <summary>Too many tasks run.</summary>
    public static ApiError TooManyPendingTasks() => TooManyPendingTasksCode.With();

    /// <summary>The value cannot be taken.</summary>
    public static ApiError ValueNotSupported(string field, string value, string reason, Exception? cause = null) =>
        cause is null ? ValueNotSupportedCode.With(field, value, reason) : ValueNotSupportedCode.Because(cause, field, value, reason);
}
