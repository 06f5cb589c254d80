using XenApi.Core.Declarations;

namespace XenApi.Core.Faults;

/// <summary>Every error of the Xen API, declared once. A verb throws what it finds here and nothing else.</summary>
public static partial class Errors
{
    private static readonly List<ErrorCode> Declared = [];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ErrorCode> All => Declared;

    private static ErrorCode Declare(string code, string[] parameters, string description, ApiVersion since = ApiVersion.V0_9_0)
    {
        var error = new ErrorCode(code, parameters, since, description);
        Declared.Add(error);
        return error;
    }
}
