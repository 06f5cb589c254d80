using XenApi.Core.Declarations;
using XenApi.Core.Model;

namespace XenApi.Core.Memory;

/// <summary>One object in a commit in the making.</summary>
internal sealed class ChangedObject(XenClass c, Guid id, XenObject? before)
{
    private readonly XenObject? before = before;
    private HashSet<(int Link, bool IsBound, Guid Referrer)>? moved;

    internal XenClass Class => c;

    internal Guid Id => id;

    /// <summary>As it is now, or was when it was removed; who refers to it is followed in either case.</summary>
    internal XenObject? Last { get; set; } = before;

    /// <summary>Whether it is removed.</summary>
    internal bool IsGone { get; set; }

    /// <summary>Whether it was put or removed, not only sampled or referred to.</summary>
    internal bool IsWritten { get; set; }

    /// <summary>As it is now; null where there is none.</summary>
    internal XenObject? After => IsGone ? null : Last;

    /// <summary>Whether it lost those that referred to it.</summary>
    internal bool IsForsaken => moved is not null && After is { Referrers: 0 };

    private bool IsLinkTold => moved is not null && moved.Any(link => link.IsBound);

    /// <summary>One more or less refers to it.</summary>
    internal void Link(XenReference by, Guid referrer, bool isThere)
    {
        // A referrer that comes and goes in one commit is no change.
        moved ??= [];
        if (!moved.Remove((by.Link, by.IsBound, referrer)))
        {
            moved.Add((by.Link, by.IsBound, referrer));
        }

        Last = Last!.WithLink(by.Link, referrer, isThere);
    }

    /// <summary>What became of it; null for nothing.</summary>
    internal Change? Change()
    {
        var after = After;
        if (before is null && after is null)
        {
            return null;
        }

        // The sets of referrers may be large: what moved in them is known, so they are not compared.
        var isOther = before is null || after is null || !Equals(before, after.WithLinksOf(before));
        if (!isOther && moved is not { Count: > 0 })
        {
            return null;
        }

        return new(c, id, before, after, IsKept: isOther && IsWritten && c.Keeping == Keeping.Durable, IsTold: (isOther && IsWritten) || IsLinkTold);
    }
}
