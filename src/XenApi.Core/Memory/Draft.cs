using XenApi.Core.Model;

namespace XenApi.Core.Memory;

/// <summary>The state as the commits of a batch have it so far; nobody else sees it before the journal has them.</summary>
internal sealed class Draft(Snapshot basis)
{
    private readonly Dictionary<(XenClass Class, Guid Id), XenObject?> changed = [];

    /// <summary>The object, or null where there is none.</summary>
    internal XenObject? Find(XenClass c, Guid id) =>
        changed.Count > 0 && changed.TryGetValue((c, id), out var found) ? found : basis.Find(c, id);

    /// <summary>All objects of the class.</summary>
    internal IEnumerable<XenObject> All(XenClass c) =>
        basis.All(c).Where(found => !changed.ContainsKey((c, found.Id)))
            .Concat(changed.Where(entry => entry.Key.Class == c).Select(entry => entry.Value).OfType<XenObject>());

    /// <summary>Takes up what a commit did.</summary>
    internal void Take(IReadOnlyList<Change> changes)
    {
        foreach (var change in changes)
        {
            changed[(change.Class, change.Id)] = change.After;
        }
    }
}
