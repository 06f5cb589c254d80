using Cim.Provider.Mof.Parsing;
using Cim.Provider.Mof.Syntax;
using Cim.Provider.Schema;

namespace Cim.Provider.Mof.Checks;

/// <summary>Reads the words for flavors (DSP0004 §5.6.1.2).</summary>
internal static class FlavorWords
{
    /// <summary>The flavor that words make of another one.</summary>
    public static CimFlavor Apply(CimFlavor flavor, List<Word> words, MofText text, Diagnostics diagnostics)
    {
        if (words.Count == 0)
        {
            return flavor;
        }

        CimFlavor set = CimFlavor.None, cleared = CimFlavor.None;
        foreach (var word in words)
        {
            var (sets, clears) = word.Text.ToLowerInvariant() switch
            {
                "enableoverride" => (CimFlavor.EnableOverride, CimFlavor.None),
                "disableoverride" => (CimFlavor.None, CimFlavor.EnableOverride),
                "tosubclass" => (CimFlavor.ToSubclass, CimFlavor.None),
                "restricted" => (CimFlavor.None, CimFlavor.ToSubclass),
                "toinstance" => (CimFlavor.ToInstance, CimFlavor.None),
                "translatable" or "amended" => (CimFlavor.Translatable, CimFlavor.None),
                _ => (CimFlavor.None, CimFlavor.None),
            };
            if ((sets | clears) == CimFlavor.None)
            {
                diagnostics.Error(text, word.Offset, $"'{word}' is no flavor; there are EnableOverride, DisableOverride, ToSubclass, Restricted and Translatable");
            }
            else if (((set | sets) & (cleared | clears)) != CimFlavor.None)
            {
                diagnostics.Error(text, word.Offset, $"the flavor '{word}' contradicts the one before it");
            }
            else
            {
                (set, cleared) = (set | sets, cleared | clears);
            }
        }

        return (flavor | set) & ~cleared;
    }
}
