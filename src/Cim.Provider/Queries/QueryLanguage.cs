using Cim.Provider.Operations;

namespace Cim.Provider.Queries;

/// <summary>The languages of queries, and what each has that others have not.</summary>
internal sealed class QueryLanguage
{
    /// <summary>WQL, as servers of CIM understand it.</summary>
    public static readonly QueryLanguage Wql = new("WQL") { HasSelect = true, HasPercentPatterns = true };

    /// <summary>The query language of DMTF (DSP0202).</summary>
    public static readonly QueryLanguage Cql = new("DMTF:CQL") { HasSelect = true };

    /// <summary>The filter query language of DMTF (DSP0212).</summary>
    public static readonly QueryLanguage Fql = new("DMTF:FQL") { HasQuantifiers = true };

    private static readonly (string Name, QueryLanguage Language)[] Names =
        [("WQL", Wql), ("DMTF:CQL", Cql), ("CIM:CQL", Cql), ("DMTF:FQL", Fql)];

    private QueryLanguage(string name) => Name = name;

    /// <summary>What clients call it.</summary>
    public string Name { get; }

    /// <summary>Whether a query says what it selects, and of which class; a filter does not.</summary>
    public bool HasSelect { get; private init; }

    /// <summary>Whether patterns of LIKE are those with the percent sign.</summary>
    public bool HasPercentPatterns { get; private init; }

    /// <summary>Whether ANY and EVERY say how many items of an array are meant.</summary>
    public bool HasQuantifiers { get; private init; }

    /// <summary>The language for queries; <see cref="CimStatus.QueryLanguageNotSupported"/> where it is none.</summary>
    public static QueryLanguage OfQueries(string name) => Find(name, true);

    /// <summary>The language for filters of enumerations; <see cref="CimStatus.QueryLanguageNotSupported"/> where it is none.</summary>
    public static QueryLanguage OfFilters(string name) => Find(name, false);

    private static QueryLanguage Find(string name, bool hasSelect) =>
        Array.Find(Names, entry => entry.Language.HasSelect == hasSelect && entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Language
        ?? throw new CimException(CimStatus.QueryLanguageNotSupported, $"The {(hasSelect ? "query" : "filter")} language {(name.Length > 40 ? name[..40] + "…" : name)} is not known: "
            + $"{string.Join(", ", Names.Where(entry => entry.Language.HasSelect == hasSelect).Select(entry => entry.Name))} are.");
}
