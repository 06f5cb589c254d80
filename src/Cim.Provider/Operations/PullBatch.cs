namespace Cim.Provider.Operations;

/// <summary>More of what an open enumeration gives.</summary>
/// <param name="Found">The instances.</param>
/// <param name="IsEnd">Whether that was all: the enumeration is closed then.</param>
/// <param name="Shape">What the protocol had kept at the opening of how to write them.</param>
public sealed record PullBatch(IReadOnlyList<FoundInstance> Found, bool IsEnd, object? Shape);
