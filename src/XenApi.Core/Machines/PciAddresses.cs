using System.Text.RegularExpressions;

namespace XenApi.Core.Machines;

/// <summary>The addresses of PCI devices in one text, as the field <c>PCI_bus</c> has them.</summary>
internal static partial class PciAddresses
{
    /// <summary>The addresses in full form, 0000:00:1f.2; what is no address is passed over.</summary>
    public static IEnumerable<string> Of(string text) => Address().Matches(text).Select(
        found => (found.Groups["domain"].Success ? found.Groups["domain"].Value : "0000").ToLowerInvariant() + ":" + found.Groups["rest"].Value.ToLowerInvariant());

    [GeneratedRegex(@"(?<![0-9A-Fa-f:.])(?:(?<domain>[0-9A-Fa-f]{4}):)?(?<rest>[0-9A-Fa-f]{2}:[0-1][0-9A-Fa-f]\.[0-7])(?![0-9A-Fa-f:.])", RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
