using XenApi.Core.Model;

namespace XenCim.Tests.Memory;

/// <summary>
/// The state as one would write it down with no thought for speed: objects without inverse sets, which are counted
/// anew whenever somebody asks. What the store does is measured against it.
/// </summary>
internal sealed class NaiveState
{
    /// <summary>The objects, without their inverse sets.</summary>
    public Dictionary<(XenClass Class, Guid Id), XenObject> Objects { get; private init; } = [];

    /// <summary>The objects as the journal must have them.</summary>
    public Dictionary<(XenClass Class, Guid Id), XenObject> Kept { get; private init; } = [];

    /// <summary>The store's objects, in the form of this model.</summary>
    public static XenObject Bare(XenObject o) => o.WithLinksOf(o.Class.Make(o.Id));

    /// <summary>All objects with their inverse sets.</summary>
    public Dictionary<(XenClass Class, Guid Id), XenObject> Whole() => Whole(Objects);

    /// <summary>What a restart finds.</summary>
    public Dictionary<(XenClass Class, Guid Id), XenObject> Restarted()
    {
        var found = new Dictionary<(XenClass Class, Guid Id), XenObject>(Kept);
        foreach (var target in Kept.Values.SelectMany(References).Where(r => r.Target.Keeping == XenApi.Core.Declarations.Keeping.Memory))
        {
            found[(target.Target, target.Id)] = target.Target.Make(target.Id);
        }

        return Whole(found);
    }

    /// <summary>The state after a commit, or null where the commit must be refused.</summary>
    public NaiveState? After(IReadOnlyList<Step> steps)
    {
        var next = new NaiveState { Objects = new(Objects), Kept = new(Kept) };
        var loud = new HashSet<(XenClass, Guid)>();
        var referred = Referred(Objects);
        foreach (var step in steps)
        {
            if (!step.Apply(next.Objects, loud) && !step.IsForgiven)
            {
                return null;
            }

            referred.UnionWith(Referred(next.Objects));
        }

        var still = Referred(next.Objects);
        foreach (var forsaken in referred.Except(still).Where(r => r.Class.Keeping == XenApi.Core.Declarations.Keeping.Memory).ToList())
        {
            next.Objects.Remove(forsaken);
        }

        if (still.Any(target => !next.Objects.ContainsKey(target)))
        {
            return null;
        }

        foreach (var key in loud.Where(key => key.Item1.Keeping == XenApi.Core.Declarations.Keeping.Durable))
        {
            var (before, after) = (Objects.GetValueOrDefault(key), next.Objects.GetValueOrDefault(key));
            if (after is null)
            {
                next.Kept.Remove(key);
            }
            else if (!Equals(before, after))
            {
                next.Kept[key] = after;
            }
        }

        next.Loud = loud;
        return next;
    }

    /// <summary>What the feed must tell of the step from another state to this one.</summary>
    public HashSet<(XenClass, Guid, EventOperation)> ToldSince(NaiveState before)
    {
        var (was, now) = (before.Whole(), Whole());
        var told = new HashSet<(XenClass, Guid, EventOperation)>();
        foreach (var key in was.Keys.Union(now.Keys))
        {
            var (old, made) = (was.GetValueOrDefault(key), now.GetValueOrDefault(key));
            // The set of hosts that metrics belong to is no field.
            var isLinked = old is not null && made is not null && made is not HostMetrics && !Equals(made.WithLinksOf(old), made);
            var isOther = old is null || made is null || !Equals(old, made.WithLinksOf(old));
            if (isLinked || (isOther && (Loud.Contains(key) || made is null)))
            {
                told.Add((key.Class, key.Id, old is null ? EventOperation.Add : made is null ? EventOperation.Del : EventOperation.Mod));
            }
        }

        return told;
    }

    private HashSet<(XenClass, Guid)> Loud { get; set; } = [];

    private static HashSet<(XenClass Class, Guid Id)> Referred(Dictionary<(XenClass Class, Guid Id), XenObject> objects) =>
        [.. objects.Values.SelectMany(References).Select(r => (r.Target, r.Id))];

    public static IEnumerable<(XenClass Target, int Link, Guid Id)> References(XenObject o) =>
        from reference in o.Class.References
        let target = XenModel.Classes[reference.Target]
        where target.Keeping != XenApi.Core.Declarations.Keeping.Elsewhere
        from id in reference.One is { } one ? new[] { one(o) }.OfType<Guid>() : reference.Many!(o)
        select (target, reference.Link, id);

    private static Dictionary<(XenClass Class, Guid Id), XenObject> Whole(Dictionary<(XenClass Class, Guid Id), XenObject> bare)
    {
        var whole = new Dictionary<(XenClass Class, Guid Id), XenObject>(bare);
        foreach (var referrer in bare.Values)
        {
            foreach (var (target, link, id) in References(referrer))
            {
                whole[(target, id)] = whole[(target, id)].WithLink(link, referrer.Id, present: true);
            }
        }

        return whole;
    }
}
