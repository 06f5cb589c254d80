using XenApi.Core.Declarations;
using XenApi.Core.Model;

namespace XenApi.Core.Memory;

/// <summary>One object in a commit in the making.</summary>
internal sealed class ChangedObject(XenClass c, Guid id, XenObject? before)
{
    private readonly XenObject? before = before;
    private HashSet<(int Link, Guid Referrer)>? moved;

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

    /// <summary>One more or less refers to it.</summary>
    internal void Link(int link, Guid referrer, bool isThere)
    {
        if (link < 0)
        {
            return;
        }

        // A referrer that comes and goes in one commit is no change.
        moved ??= [];
        if (!moved.Remove((link, referrer)))
        {
            moved.Add((link, referrer));
        }

        Last = Last!.WithLink(link, referrer, isThere);
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
        var isLinked = moved is { Count: > 0 };
        return isOther || isLinked
            ? new(c, id, before, after, IsKept: isOther && IsWritten && c.Keeping == Keeping.Durable, IsTold: isLinked || IsWritten)
            : null;
    }
}
