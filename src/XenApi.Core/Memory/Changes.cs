using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Memory;

/// <summary>
/// A commit in the making. It reads its own writes, keeps both sides of every bound field in step, and holds the
/// rules of the objects; if anything in it fails, nothing of it happens.
/// </summary>
public sealed class Changes
{
    private readonly Dictionary<(int Class, Guid Id), Entry> entries = [];
    private readonly Func<XenClass, Guid, XenObject?> find;
    private readonly Func<XenClass, IEnumerable<XenObject>> all;

    internal Changes(Func<XenClass, Guid, XenObject?> find, Func<XenClass, IEnumerable<XenObject>> all, DateTimeOffset now)
    {
        this.find = find;
        this.all = all;
        Now = now;
    }

    /// <summary>The time of the commit, in UTC.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The object as this commit has it, or null.</summary>
    public XenObject? Find(XenClass c, Guid id) =>
        entries.TryGetValue((c.Index, id), out var entry) ? entry.After : find(c, id);

    /// <summary>The object as this commit has it, or null.</summary>
    public T? Find<T>(Ref<T> reference)
        where T : XenObject, IXenClass => reference.Id is { } id ? (T?)Find(T.Descriptor, id) : null;

    /// <summary>The object as this commit has it; <c>HANDLE_INVALID</c> where there is none.</summary>
    public XenObject Get(XenClass c, Guid id) => Find(c, id) ?? throw Errors.HandleInvalid(c.Name, id.ToString());

    /// <summary>The object as this commit has it; <c>HANDLE_INVALID</c> where there is none.</summary>
    public T Get<T>(Ref<T> reference)
        where T : XenObject, IXenClass => Find(reference) ?? throw Errors.HandleInvalid(T.Descriptor.Name, reference.ToString());

    /// <summary>All objects of the class as this commit has them. A scan: for small classes and for starts.</summary>
    public IEnumerable<T> All<T>()
        where T : XenObject, IXenClass
    {
        foreach (var found in all(T.Descriptor))
        {
            if (!entries.ContainsKey((T.Descriptor.Index, found.Id)))
            {
                yield return (T)found;
            }
        }

        foreach (var entry in entries.Values.Where(e => e.Class == T.Descriptor && e.After is not null).ToList())
        {
            yield return (T)entry.After!;
        }
    }

    /// <summary>Adds a new object; an identity that is taken is the caller's error.</summary>
    public void Add(XenObject made)
    {
        if (Find(made.Class, made.Id) is not null)
        {
            throw Errors.ValueNotSupported("uuid", made.Id.ToString(), $"another {made.Class.Name} has it");
        }

        Put(made);
    }

    /// <summary>Puts an object in place of its present version, or anew.</summary>
    public void Put(XenObject after) => Put(after, isQuiet: false);

    /// <summary>Puts a sample: metrics, or the progress of a task. It is seen by readers, but neither kept nor told.</summary>
    public void PutQuietly(XenObject after) => Put(after, isQuiet: true);

    /// <summary>Removes an object; <c>OPERATION_NOT_ALLOWED</c> at the end of the commit if another still refers to it.</summary>
    public void Delete<T>(Ref<T> reference)
        where T : XenObject, IXenClass => Delete(T.Descriptor, Get(reference).Id);

    /// <summary>Removes an object; <c>OPERATION_NOT_ALLOWED</c> at the end of the commit if another still refers to it.</summary>
    public void Delete(XenClass c, Guid id)
    {
        var before = Get(c, id);
        Relink(before, null);
        var entry = Touch(c, id);
        entry.After = null;
        entry.IsWritten = true;
        entry.IsQuiet = false;
        entry.Deleted = before;
    }

    internal IReadOnlyCollection<Change> Finish()
    {
        var changes = new List<Change>(entries.Count);
        foreach (var entry in entries.Values)
        {
            if (entry.After is null && entry.Deleted is not null && StillReferred(entry))
            {
                throw Errors.OperationNotAllowed();
            }

            if (!(entry.Before is null && entry.After is null) && !Equals(entry.Before, entry.After))
            {
                changes.Add(new(entry.Class, entry.Id, entry.Before, entry.After, entry.IsWritten, entry.IsQuiet));
            }
        }

        return changes;
    }

    private void Put(XenObject after, bool isQuiet)
    {
        var c = after.Class;
        if (c.Keeping == Keeping.Elsewhere)
        {
            throw new InvalidOperationException($"{c.Name} is not kept in the store.");
        }

        var present = Find(c, after.Id);
        after = present is null ? after.WithLinksOf(Blank(after)) : after.WithLinksOf(present);
        if (Equals(present, after))
        {
            return;
        }

        if (!isQuiet)
        {
            after.Check(present, this);
        }

        Relink(present, after);

        // An object may refer to one of its own class, or itself: its links may have changed just now.
        after = Find(c, after.Id) is { } now ? after.WithLinksOf(now) : after;
        var entry = Touch(c, after.Id);
        entry.IsQuiet = isQuiet && (entry.IsQuiet || !entry.IsWritten);
        entry.IsWritten = true;
        entry.After = after;
    }

    // A new object cannot bring links with it: who refers to it is found from the other side.
    private static XenObject Blank(XenObject made) => made.Referrers == 0 ? made : throw new InvalidOperationException("A new object has links.");

    private void Relink(XenObject? before, XenObject? after)
    {
        var id = (after ?? before)!.Id;
        foreach (var reference in (after ?? before)!.Class.References)
        {
            var target = XenModel.Classes[reference.Target];
            if (target.Keeping == Keeping.Elsewhere)
            {
                continue;
            }

            if (reference.One is { } one)
            {
                var (from, to) = (before is null ? null : one(before), after is null ? null : one(after));
                if (from != to)
                {
                    Link(target, reference.Link, from, id, present: false);
                    Link(target, reference.Link, to, id, present: true);
                }
            }
            else
            {
                var from = before is null ? [] : reference.Many!(before).ToHashSet();
                var to = after is null ? [] : reference.Many!(after).ToHashSet();
                foreach (var gone in from.Except(to))
                {
                    Link(target, reference.Link, gone, id, present: false);
                }

                foreach (var come in to.Except(from))
                {
                    Link(target, reference.Link, come, id, present: true);
                }
            }
        }
    }

    private void Link(XenClass target, int link, Guid? id, Guid referrer, bool present)
    {
        if (id is not { } known)
        {
            return;
        }

        if (Find(target, known) is not { } found)
        {
            if (present)
            {
                throw Errors.HandleInvalid(target.Name, known.ToString());
            }

            return;
        }

        if (link >= 0)
        {
            Touch(target, known).After = found.WithLink(link, referrer, present);
        }
    }

    private Entry Touch(XenClass c, Guid id)
    {
        if (!entries.TryGetValue((c.Index, id), out var entry))
        {
            var before = find(c, id);
            entry = new(c, id) { Before = before, After = before };
            entries[(c.Index, id)] = entry;
        }

        return entry;
    }

    // An object may go together with those that refer to it, in any order: links that were taken since the
    // deletion do not come back to the deleted version, so those are looked for among the deleted.
    private bool StillReferred(Entry entry)
    {
        var left = entry.Deleted!.Referrers;
        foreach (var other in entries.Values.Where(e => e.Deleted is not null && e.Order > entry.Order))
        {
            foreach (var reference in other.Class.References.Where(r => r.Link >= 0 && r.Target == entry.Class.Index))
            {
                var refers = reference.One is { } one ? one(other.Deleted!) == entry.Id : reference.Many!(other.Deleted!).Contains(entry.Id);
                left -= refers ? 1 : 0;
            }
        }

        return left > 0;
    }

    private sealed class Entry(XenClass c, Guid id)
    {
        private static long order;
        private XenObject? deleted;

        public XenClass Class { get; } = c;

        public Guid Id { get; } = id;

        public XenObject? Before { get; init; }

        public XenObject? After { get; set; }

        public bool IsWritten { get; set; }

        public bool IsQuiet { get; set; }

        public long Order { get; private set; }

        public XenObject? Deleted
        {
            get => deleted;
            set
            {
                deleted = value;
                Order = Interlocked.Increment(ref order);
            }
        }
    }
}
