using XenApi.Core.Faults;
using XenApi.Core.Values;

namespace XenApi.Core.Policies;

/// <summary>
/// Labels, such as <c>ACM:office:red</c>: text that is kept for clients. Nothing is judged by it, as there is no policy.
/// </summary>
internal static class SecurityLabel
{
    private const int LengthMost = 256;

    /// <summary>What a running machine of a label is in the hypervisor: nothing.</summary>
    public const long NoSsidref = 0;

    /// <summary>
    /// The label that replaces another: it is given only where the caller knows the present one, so that of two callers one
    /// is told. An empty label takes the present one away.
    /// </summary>
    public static string Replacing(string present, string label, string oldLabel)
    {
        if (label.Length > LengthMost || label.Any(char.IsControl))
        {
            throw Errors.SecurityError(XsError.BadLabelFormat, $"a label is one line of at most {LengthMost} characters");
        }

        return oldLabel == present
            ? label
            : throw Errors.SecurityError(XsError.BadLabel, $"the label is not the old one that was given, but {Collections.Shortened(present)}");
    }
}
