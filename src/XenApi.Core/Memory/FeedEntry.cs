using XenApi.Core.Model;

namespace XenApi.Core.Memory;

/// <summary>A change as the feed tells it.</summary>
/// <param name="Generation">The commit.</param>
/// <param name="Time">When it was committed, in UTC.</param>
/// <param name="Operation">What happened.</param>
/// <param name="Change">The object before and after.</param>
public sealed record FeedEntry(long Generation, DateTimeOffset Time, EventOperation Operation, Change Change)
{
    /// <summary>The class of the object.</summary>
    public XenClass Class => Change.Class;

    /// <summary>The object.</summary>
    public Guid Id => Change.Id;
}
