using XenApi.Core.Model;

namespace XenApi.Core.Memory;

/// <summary>Commits that go to disk together: all of them or none.</summary>
/// <param name="Commits">The commits, at least one, in order.</param>
public sealed record Batch(IReadOnlyList<Commit> Commits)
{
    /// <summary>The number of the last commit.</summary>
    public long Generation => Commits[^1].Generation;

    /// <summary>Whether the journal has anything to keep of it.</summary>
    public bool IsKept => Commits.Any(commit => commit.Changes.Any(change => change.IsKept));

    /// <summary>What the journal has to write: of each object, the last version that is kept.</summary>
    public IEnumerable<Change> Rows()
    {
        if (Commits.Count == 1)
        {
            return Commits[0].Changes.Where(change => change.IsKept);
        }

        var last = new Dictionary<(XenClass, Guid), Change>();
        foreach (var commit in Commits)
        {
            foreach (var change in commit.Changes)
            {
                if (change.IsKept)
                {
                    last[(change.Class, change.Id)] = change;
                }
            }
        }

        return last.Values;
    }
}
