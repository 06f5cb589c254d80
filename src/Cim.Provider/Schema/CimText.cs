using System.Globalization;
using System.Text;

namespace Cim.Provider.Schema;

/// <summary>Text and characters as literals of MOF (DSP0004 §4.11.1: escape sequences).</summary>
internal static class CimText
{
    public static string Quoted(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var unit in text)
        {
            Append(quoted, unit, '"');
        }

        return quoted.Append('"').ToString();
    }

    public static string Quoted(char unit)
    {
        var quoted = new StringBuilder("'");
        Append(quoted, unit, '\'');
        return quoted.Append('\'').ToString();
    }

    private static void Append(StringBuilder text, char unit, char quote)
    {
        _ = unit switch
        {
            '\b' => text.Append(@"\b"),
            '\t' => text.Append(@"\t"),
            '\n' => text.Append(@"\n"),
            '\f' => text.Append(@"\f"),
            '\r' => text.Append(@"\r"),
            '\\' => text.Append(@"\\"),
            _ when unit == quote => text.Append('\\').Append(unit),
            < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\x{(int)unit:X4}"),
            _ => text.Append(unit),
        };
    }
}
