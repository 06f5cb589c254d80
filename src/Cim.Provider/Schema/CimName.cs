namespace Cim.Provider.Schema;

/// <summary>What names of classes, properties and the like are made of: letters, digits, '_' and all beyond ASCII (DSP0004 Annex A).</summary>
internal static class CimName
{
    /// <summary>Whether a text is a name.</summary>
    public static bool IsOne(ReadOnlySpan<char> text)
    {
        foreach (var unit in text)
        {
            if (!char.IsAsciiLetterOrDigit(unit) && unit != '_' && unit < 0x80)
            {
                return false;
            }
        }

        return text.Length > 0 && !char.IsAsciiDigit(text[0]);
    }
}
