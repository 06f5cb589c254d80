namespace XenApi.Core.Faults;

/// <summary>
/// An error that the caller must know: a code and its parameters. Each door turns it into its protocol's form.
/// </summary>
/// <remarks>Made by <see cref="Errors"/> only, so that every code is declared once.</remarks>
public sealed class ApiError : Exception
{
    internal ApiError(ErrorCode code, string[] parameters, Exception? cause)
        : base($"{code.Code}({string.Join(", ", parameters)})", cause)
    {
        ErrorCode = code;
        Parameters = parameters;
    }

    /// <summary>The declared error.</summary>
    public ErrorCode ErrorCode { get; }

    /// <summary>The code as it travels.</summary>
    public string Code => ErrorCode.Code;

    /// <summary>The parameters as they travel.</summary>
    public IReadOnlyList<string> Parameters { get; }

    /// <summary>Code and parameters in one list: <c>ErrorDescription</c>, or a task's <c>error_info</c>.</summary>
    public IEnumerable<string> Description => [Code, .. Parameters];

    /// <summary>The same error, with what led to it.</summary>
    internal ApiError Because(Exception cause) => new(ErrorCode, [.. Parameters], cause);
}
