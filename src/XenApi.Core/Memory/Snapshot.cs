using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Memory;

/// <summary>
/// All objects as they were after one commit: immutable, so it can be read for as long as anyone likes and by as
/// many as like, without a lock.
/// </summary>
public sealed class Snapshot
{
    private readonly Table[] tables;

    internal Snapshot(long generation, Table[] tables)
    {
        Generation = generation;
        this.tables = tables;
    }

    /// <summary>The number of the last commit that is in it.</summary>
    public long Generation { get; }

    /// <summary>The state in which there is nothing.</summary>
    public static Snapshot Nothing => Empty;

    internal static Snapshot Empty { get; } = new(0, [.. XenModel.Classes.Select(_ => Table.Empty)]);

    /// <summary>The object, or null where there is none.</summary>
    public XenObject? Find(XenClass c, Guid id) => tables[c.Index].Objects.Find(id);

    /// <summary>The object, or null where the reference is null or names none.</summary>
    public T? Find<T>(Ref<T> reference)
        where T : XenObject, IXenClass => reference.Id is { } id ? (T?)Find(T.Descriptor, id) : null;

    /// <summary>The object; <c>HANDLE_INVALID</c> where there is none.</summary>
    public XenObject Get(XenClass c, Guid id) => Find(c, id) ?? throw Errors.HandleInvalid(c.Name, id.ToString());

    /// <summary>The object; <c>HANDLE_INVALID</c> where there is none.</summary>
    public T Get<T>(Ref<T> reference)
        where T : XenObject, IXenClass => Find(reference) ?? throw Errors.HandleInvalid(T.Descriptor.Name, reference.ToString());

    /// <summary>How many objects the class has.</summary>
    public int Count(XenClass c) => tables[c.Index].Objects.Count;

    /// <summary>All objects of the class, in no order that means anything.</summary>
    public IEnumerable<XenObject> All(XenClass c) => tables[c.Index].Objects;

    /// <summary>All objects of the class.</summary>
    public IEnumerable<T> All<T>()
        where T : XenObject, IXenClass => All(T.Descriptor).Cast<T>();

    /// <summary>The objects that bear the name.</summary>
    public Links<XenObject> Named(XenClass c, string name) => tables[c.Index].Names.GetValueOrDefault(name);

    /// <summary>The state after a batch more.</summary>
    internal Snapshot With(Batch batch)
    {
        var next = new Builder(this);
        foreach (var commit in batch.Commits)
        {
            next.Take(commit);
        }

        return next.ToSnapshot();
    }

    /// <summary>The state after some commits more, in the making.</summary>
    internal sealed class Builder(Snapshot from)
    {
        private readonly Table.Builder?[] tables = new Table.Builder?[from.tables.Length];
        private long generation = from.Generation;

        /// <summary>Takes up a commit.</summary>
        internal void Take(Commit commit)
        {
            foreach (var change in commit.Changes)
            {
                var table = tables[change.Class.Index] ??= from.tables[change.Class.Index].ToBuilder();
                if (change.After is { } after)
                {
                    table.Put(change.Before, after);
                }
                else
                {
                    table.Remove(change.Before!);
                }
            }

            generation = commit.Generation;
        }

        /// <summary>The state with all that was taken up.</summary>
        internal Snapshot ToSnapshot()
        {
            var made = (Table[])from.tables.Clone();
            for (var i = 0; i < made.Length; i++)
            {
                made[i] = tables[i]?.ToTable() ?? made[i];
            }

            return new(generation, made);
        }
    }
}
