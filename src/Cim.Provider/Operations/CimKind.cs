namespace Cim.Provider.Operations;

/// <summary>The kinds of declarations, as they are kept.</summary>
internal static class CimKind
{
    /// <summary>A qualifier type.</summary>
    public const string Qualifier = "qualifier";

    /// <summary>A class.</summary>
    public const string Class = "class";

    /// <summary>An instance.</summary>
    public const string Instance = "instance";
}
