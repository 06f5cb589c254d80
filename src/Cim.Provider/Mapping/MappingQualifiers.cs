namespace Cim.Provider.Mapping;

/// <summary>The names of the qualifiers that carry the mapping.</summary>
internal static class MappingQualifiers
{
    /// <summary>Where instances come from.</summary>
    public const string Source = "Xen_Source";

    /// <summary>What a property's value is.</summary>
    public const string Value = "Xen_Value";

    /// <summary>What an association joins.</summary>
    public const string Ends = "Xen_Ends";

    /// <summary>Whether a qualifier carries the mapping.</summary>
    public static bool IsOne(string name) =>
        name.Equals(Source, StringComparison.OrdinalIgnoreCase) || name.Equals(Value, StringComparison.OrdinalIgnoreCase) || name.Equals(Ends, StringComparison.OrdinalIgnoreCase);
}
