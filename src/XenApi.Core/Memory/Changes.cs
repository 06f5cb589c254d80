using System.Collections.Immutable;
using System.Runtime.InteropServices;
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
    private readonly ChangedObjects entries = new();
    private readonly Draft draft;

    internal Changes(Draft draft, DateTimeOffset now)
    {
        this.draft = draft;
        Now = now;
    }

    /// <summary>The time of the commit, in UTC.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The object as this commit has it, or null.</summary>
    public XenObject? Find(XenClass c, Guid id) =>
        entries.Find(c, id) is { } entry ? entry.After : draft.Find(c, id);

    /// <summary>The object as this commit has it, or null.</summary>
    public T? Find<T>(Ref<T> reference)
        where T : XenObject, IXenClass => reference.Id is { } id ? (T?)Find(T.Descriptor, id) : null;

    /// <summary>The object as this commit has it; <c>HANDLE_INVALID</c> where there is none.</summary>
    public XenObject Get(XenClass c, Guid id) => Find(c, id) ?? throw Errors.HandleInvalid(c.Name, id.ToString());

    /// <summary>The object as this commit has it; <c>HANDLE_INVALID</c> where there is none.</summary>
    public T Get<T>(Ref<T> reference)
        where T : XenObject, IXenClass => Find(reference) ?? throw Errors.HandleInvalid(T.Descriptor.Name, reference.ToString());

    /// <summary>All objects of the class as this commit has them now. A scan: for small classes and for starts.</summary>
    public IReadOnlyList<T> All<T>()
        where T : XenObject, IXenClass =>
        [
            .. draft.All(T.Descriptor).Where(found => entries.Find(T.Descriptor, found.Id) is null).Cast<T>(),
            .. entries.Select(entry => entry.After).OfType<T>(),
        ];

    /// <summary>Adds a new object; an identity that is taken is the caller's error.</summary>
    public void Add(XenObject made)
    {
        if (Find(made.Class, made.Id) is not null)
        {
            throw Errors.ValueNotSupported("uuid", made.Id.ToString(), $"another {made.Class.Name} has it");
        }

        Put(made);
    }

    /// <summary>
    /// Puts an object in place of its present version, or anew. Who refers to it is the store's to know: the sets that
    /// come with it do not count. <c>HANDLE_INVALID</c> where it refers to an object that is not there.
    /// </summary>
    public void Put(XenObject after)
    {
        var present = Find(after.Class, after.Id);
        after = after.WithLinksOf(present ?? after.Class.Make(after.Id));
        if (Equals(present, after))
        {
            return;
        }

        FieldSize.Check(present, after);
        after.Check(present, this);
        Replace(present, after).IsWritten = true;
    }

    /// <summary>
    /// Puts a sample: metrics, or the progress of a task. It is seen by readers, but neither kept nor told. One that
    /// comes when its object is gone is dropped.
    /// </summary>
    public void PutQuietly(XenObject after)
    {
        if (Find(after.Class, after.Id) is { } present)
        {
            Replace(present, after.WithLinksOf(present));
        }
    }

    /// <summary>Removes an object; <c>OPERATION_NOT_ALLOWED</c> at the end of the commit if another still refers to it.</summary>
    public void Delete<T>(Ref<T> reference)
        where T : XenObject, IXenClass => Delete(T.Descriptor, Get(reference).Id);

    /// <summary>Removes an object; <c>OPERATION_NOT_ALLOWED</c> at the end of the commit if another still refers to it.</summary>
    public void Delete(XenClass c, Guid id)
    {
        Relink(Get(c, id), null);
        var entry = Entry(c, id);
        entry.IsGone = true;
        entry.IsWritten = true;
    }

    internal ImmutableArray<Change> Finish()
    {
        // What is only in memory lives as long as someone refers to it; the next start would not find it either.
        List<ChangedObject>? forsaken = null;
        foreach (var entry in entries)
        {
            if (entry.IsForsaken && entry.Class.Keeping == Keeping.Memory)
            {
                (forsaken ??= []).Add(entry);
            }
        }

        foreach (var entry in forsaken ?? [])
        {
            Delete(entry.Class, entry.Id);
        }

        var count = 0;
        var changes = new Change[entries.Count];
        foreach (var entry in entries)
        {
            if (entry.IsGone && entry.Last!.Referrers > 0)
            {
                throw Errors.OperationNotAllowed();
            }

            if (entry.Change() is { } change)
            {
                changes[count++] = change;
            }
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(count == changes.Length ? changes : changes[..count]);
    }

    private ChangedObject Replace(XenObject? present, XenObject after)
    {
        var c = after.Class;
        if (c.Keeping == Keeping.Elsewhere)
        {
            throw new InvalidOperationException($"{c.Name} is not kept in the store.");
        }

        var entry = Entry(c, after.Id);
        var (last, wasGone) = (entry.Last, entry.IsGone);
        (entry.Last, entry.IsGone) = (last is null ? after : after.WithLinksOf(last), false);
        try
        {
            Relink(present, after);
        }
        catch
        {
            // A refused object leaves nothing, even where the function goes on without it.
            (entry.Last, entry.IsGone) = (last, wasGone);
            throw;
        }

        return entry;
    }

    private void Relink(XenObject? before, XenObject? after)
    {
        var some = (after ?? before)!;
        List<(XenClass Class, XenReference By, Guid Id, bool IsThere)>? moves = null;
        foreach (var reference in some.Class.References)
        {
            var target = XenModel.Classes[reference.Target];
            if (target.Keeping == Keeping.Elsewhere)
            {
                continue;
            }

            if (before is not null && after is not null && reference.IsSame(before, after))
            {
                continue;
            }

            if (reference.One is { } one)
            {
                var (from, to) = (before is null ? null : one(before), after is null ? null : one(after));
                if (from != to)
                {
                    moves ??= [];
                    Add(moves, from, target, reference, isThere: false);
                    Add(moves, to, target, reference, isThere: true);
                }
            }
            else
            {
                var (from, to) = (before is null ? [] : reference.Many!(before), after is null ? [] : reference.Many!(after));
                if (from.SequenceEqual(to))
                {
                    continue;
                }

                moves ??= [];
                Add(moves, from.Except(to), target, reference, isThere: false);
                Add(moves, to.Except(from), target, reference, isThere: true);
            }
        }

        foreach (var (target, _, id, isThere) in moves ?? [])
        {
            if (isThere && Find(target, id) is null)
            {
                throw Errors.HandleInvalid(target.Name, id.ToString());
            }
        }

        foreach (var (target, by, id, isThere) in moves ?? [])
        {
            Entry(target, id).Link(by, some.Id, isThere);
        }
    }

    private static void Add(List<(XenClass Class, XenReference By, Guid Id, bool IsThere)> moves, Guid? id, XenClass target, XenReference by, bool isThere)
    {
        if (id is { } known)
        {
            moves.Add((target, by, known, isThere));
        }
    }

    private static void Add(List<(XenClass Class, XenReference By, Guid Id, bool IsThere)> moves, IEnumerable<Guid> ids, XenClass target, XenReference by, bool isThere)
    {
        foreach (var id in ids)
        {
            moves.Add((target, by, id, isThere));
        }
    }

    private ChangedObject Entry(XenClass c, Guid id)
    {
        if (entries.Find(c, id) is not { } entry)
        {
            entries.Add(entry = new(c, id, draft.Find(c, id)));
        }

        return entry;
    }
}
