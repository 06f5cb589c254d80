using System.Collections.Immutable;
using XenApi.Core.Model;

namespace XenApi.Core.Memory;

/// <summary>The state as the commits of a batch have it so far; nobody else sees it before the journal has them.</summary>
internal sealed class Draft
{
    private static readonly Dictionary<ObjectKey, XenObject?> nothing = [];

    private readonly Dictionary<ObjectKey, XenObject?> changed;
    private readonly Dictionary<ObjectKey, XenObject?> changedBefore;
    private readonly Snapshot basis;

    /// <summary>A draft on the state, and on the draft before it, which is finished but not necessarily in the state yet.</summary>
    /// <param name="basis">The state.</param>
    /// <param name="before">The draft before it.</param>
    /// <param name="usual">How many objects it may come to have.</param>
    internal Draft(Snapshot basis, Draft? before = null, int usual = 0)
    {
        changed = new(usual);
        this.basis = basis;
        changedBefore = before?.changed ?? nothing;
    }

    /// <summary>The object, or null where there is none.</summary>
    internal XenObject? Find(XenClass c, Guid id) =>
        IsChanged(c, id, out var found) ? found : basis.Find(c, id);

    /// <summary>All objects of the class.</summary>
    internal IEnumerable<XenObject> All(XenClass c) =>
        basis.All(c).Where(found => !IsChanged(c, found.Id, out _))
            .Concat(changedBefore.Where(entry => !changed.ContainsKey(entry.Key)).Concat(changed).Where(entry => entry.Key.Class == c).Select(entry => entry.Value).OfType<XenObject>());

    /// <summary>Takes up what a commit did.</summary>
    internal void Take(ImmutableArray<Change> changes)
    {
        foreach (var change in changes)
        {
            changed[new(change.Class, change.Id)] = change.After;
        }
    }

    private bool IsChanged(XenClass c, Guid id, out XenObject? found)
    {
        var key = new ObjectKey(c, id);
        found = null;
        return (changed.Count > 0 && changed.TryGetValue(key, out found)) || (changedBefore.Count > 0 && changedBefore.TryGetValue(key, out found));
    }
}
