namespace Cim.Provider.Queries;

/// <summary>How much a query may ask for.</summary>
internal static class QueryLimits
{
    /// <summary>The most characters.</summary>
    public const int LengthMost = 16 * 1024;

    /// <summary>The most conditions within conditions.</summary>
    public const int DepthMost = 64;

    /// <summary>The most comparisons.</summary>
    public const int ComparisonsMost = 512;

    /// <summary>The most properties that are selected.</summary>
    public const int SelectedMost = 512;

    /// <summary>The most names in a path.</summary>
    public const int StepsMost = 16;

    /// <summary>The most characters of a pattern.</summary>
    public const int PatternMost = 1024;
}
