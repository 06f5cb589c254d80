namespace XenApi.Core.Memory;

/// <summary>What a listener has not seen yet.</summary>
/// <param name="Generation">How far it has now seen.</param>
/// <param name="Entries">The changes, oldest first.</param>
/// <param name="IsTooLate">Whether changes that it has not seen are no longer kept.</param>
public sealed record News(long Generation, IReadOnlyList<FeedEntry> Entries, bool IsTooLate);
