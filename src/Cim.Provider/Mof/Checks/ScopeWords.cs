using Cim.Provider.Mof.Parsing;
using Cim.Provider.Mof.Syntax;
using Cim.Provider.Schema;

namespace Cim.Provider.Mof.Checks;

/// <summary>Reads the words for scopes (DSP0004 §5.6.1.3), and says them.</summary>
internal static class ScopeWords
{
    private static readonly CimScope[] Each =
        [CimScope.Class, CimScope.Association, CimScope.Indication, CimScope.Property, CimScope.Reference, CimScope.Method, CimScope.Parameter];

    public static CimScope Read(List<Word> words, MofText text, Diagnostics diagnostics)
    {
        var scope = CimScope.None;
        foreach (var word in words)
        {
            var one = word.Text.ToLowerInvariant() switch
            {
                "any" => CimScope.Any,
                "class" or "schema" => CimScope.Class,
                "association" => CimScope.Association,
                "indication" => CimScope.Indication,
                "property" => CimScope.Property,
                "reference" => CimScope.Reference,
                "method" => CimScope.Method,
                "parameter" => CimScope.Parameter,
                "qualifier" => CimScope.Qualifier,
                _ => CimScope.None,
            };
            if (one == CimScope.None)
            {
                diagnostics.Error(text, word.Offset, $"'{word}' is no scope; there are {Say(CimScope.Any)} and any");
            }

            scope |= one;
        }

        return scope;
    }

    public static string Say(CimScope scope) => string.Join(", ", Each.Where(one => scope.HasFlag(one)).Select(one => one.ToString().ToLowerInvariant()));
}
