using System.Globalization;
using Cim.Provider.Mof.Parsing;

namespace Cim.Provider.Mof;

/// <summary>Places in files that were compiled before, told as the compiler tells its own.</summary>
internal static class MofPlace
{
    /// <summary>An error with its place and, where the file can be read again, the line itself.</summary>
    public static string Told(IMofSource source, string place, string message)
    {
        var parts = place.Split(':');
        var file = string.Join(':', parts[..^2]);
        try
        {
            if (MofText.Decode(source.Read(file, new MofLimits().FileBytes)) is { } content)
            {
                var text = new MofText(file, 0, content);
                var offset = text.OffsetOf(int.Parse(parts[^2], CultureInfo.InvariantCulture), int.Parse(parts[^1], CultureInfo.InvariantCulture));
                return text.Diagnostic(MofSeverity.Error, offset, message).ToString();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It was there a moment ago; the place is enough then.
        }

        return $"{place}: error: {message}";
    }
}
