using XenApi.Core.Declarations;

namespace XenApi.Core.Faults;

/// <summary>An error as declared.</summary>
/// <param name="Code">The code as it travels.</param>
/// <param name="Parameters">What its parameters tell, in order.</param>
/// <param name="Since">The revision it came with; <see cref="ApiVersion.Xend"/> for codes beyond the document.</param>
/// <param name="Description">When it is answered, and what to do about it.</param>
public sealed record ErrorCode(string Code, string[] Parameters, ApiVersion Since, string Description)
{
    internal ApiError With(params string[] parameters) =>
        parameters.Length == Parameters.Length
            ? new(this, parameters, null)
            : throw new InvalidOperationException($"{Code} takes {Parameters.Length} parameters.");

    internal ApiError Because(Exception cause, params string[] parameters) => new(this, parameters, cause);
}
