namespace Cim.Provider.Operations;

/// <summary>An enumeration that has been opened, with the first of what it gives.</summary>
/// <param name="Context">What to pull by; null where there is no more.</param>
/// <param name="Found">The first instances.</param>
public sealed record PullOpened(string? Context, IReadOnlyList<FoundInstance> Found)
{
    /// <summary>Whether that was all.</summary>
    public bool IsEnd => Context is null;
}
