namespace Cim.Provider.CimXml.Writing;

/// <summary>What of a class an answer shows (DSP0200, GetClass).</summary>
/// <param name="LocalOnly">Only what the class itself says.</param>
/// <param name="Qualifiers">The qualifiers too.</param>
/// <param name="Origins">The class that introduced each element too.</param>
/// <param name="List">The properties that are wanted; null for all.</param>
internal readonly record struct ClassDetail(bool LocalOnly, bool Qualifiers, bool Origins, IReadOnlyList<string>? List)
{
    /// <summary>Whether methods are shown.</summary>
    public bool Methods { get; init; } = true;

    /// <summary>All of it.</summary>
    public static ClassDetail Whole { get; } = new(false, true, false, null);

    /// <summary>Whether a property is wanted.</summary>
    public bool Shows(string property) => List is null || List.Contains(property, StringComparer.OrdinalIgnoreCase);
}
