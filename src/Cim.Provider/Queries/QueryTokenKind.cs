namespace Cim.Provider.Queries;

/// <summary>What a piece of a query is.</summary>
internal enum QueryTokenKind
{
    /// <summary>Nothing: the query is over.</summary>
    End,

    /// <summary>A name or a keyword.</summary>
    Word,

    /// <summary>A text in quotes.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>An operator or a bracket.</summary>
    Sign,
}
