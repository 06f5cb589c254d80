using System.Diagnostics.CodeAnalysis;

namespace Cim.Provider.Mof.Parsing;

/// <summary>Reads the names of namespaces: <c>root/xen</c>, and as others write them <c>\\.\root\xen</c>.</summary>
internal static class NamespaceName
{
    private const int LengthMost = 256;

    public static bool TryRead(string text, out string name, [NotNullWhen(false)] out string? wrong)
    {
        name = text.Replace('\\', '/');
        if (name.StartsWith("//", StringComparison.Ordinal))
        {
            var slash = name.IndexOf('/', 2);
            var host = name[2..(slash < 0 ? name.Length : slash)];
            if (host is not ("." or "localhost" or ""))
            {
                wrong = $"it is on the host '{host}', not on this one";
                return false;
            }

            name = slash < 0 ? "" : name[slash..];
        }

        name = name.Trim('/');
        wrong = name.Length == 0 ? "it is empty"
            : name.Length > LengthMost ? $"it is longer than {LengthMost} characters"
            : Array.TrueForAll(name.Split('/'), IsName) ? null
            : "between the slashes must stand names of letters, digits, '_', '-' and '.'";
        return wrong is null;
    }

    private static bool IsName(string part) =>
        part.Length > 0 && !char.IsAsciiDigit(part[0]) && part.All(unit => char.IsLetterOrDigit(unit) || unit is '_' or '-' or '.');
}
