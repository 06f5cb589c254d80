using XenApi.Core.Memory;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>An object of the Xen API as it was at one moment: immutable, and replaced whole when it changes.</summary>
public abstract record XenObject
{
    /// <summary>The identity: UUID and reference in one.</summary>
    public Guid Id { get; init; }

    /// <summary>The class.</summary>
    public abstract XenClass Class { get; }

    /// <summary>What <c>get_by_name_label</c> finds the object by; null where the class has no names.</summary>
    public virtual string? Label => null;

    /// <summary>
    /// The rules that one object keeps whoever writes it: they run at every create and every set, inside the commit.
    /// A broken rule is thrown as an error for the caller.
    /// </summary>
    /// <param name="before">The version that is replaced; null for a new object.</param>
    /// <param name="changes">The commit that the object is put into.</param>
    public virtual void Check(XenObject? before, Changes changes)
    {
    }

    /// <summary>Writes the record as clients see it.</summary>
    public abstract void WriteRecord(ValueWriter writer);

    /// <summary>Writes one field as its getter answers it.</summary>
    public abstract void WriteField(int field, ValueWriter writer);

    /// <summary>Whether a field holds the same in another version of the object.</summary>
    public abstract bool HasSame(int field, XenObject other);

    /// <summary>Writes what the journal keeps: the fields that differ from their defaults, and no links.</summary>
    public abstract void WriteRow(ValueWriter writer);

    /// <summary>The object with one referrer more or less in one of its inverse sets.</summary>
    public abstract XenObject WithLink(int link, Guid referrer, bool present);

    /// <summary>The object with one of its inverse sets replaced, for loading.</summary>
    public abstract XenObject WithLinks(int link, IReadOnlyCollection<Guid> referrers);

    /// <summary>The object with the inverse sets of another version of it.</summary>
    public abstract XenObject WithLinksOf(XenObject other);

    /// <summary>How many objects refer to this one by bound references.</summary>
    public abstract int Referrers { get; }
}
