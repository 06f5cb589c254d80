using System.Numerics;
using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Memory;

/// <summary>A set of classes, as bits.</summary>
public readonly record struct ClassSet
{
    private static readonly ClassSet[] OfRevisions = [.. Enum.GetValues<ApiVersion>().Select(version => None.With(XenModel.Classes.Where(c => c.Since <= version)))];

    private readonly ulong bits;

    private ClassSet(ulong bits) => this.bits = bits;

    /// <summary>No class.</summary>
    public static ClassSet None => default;

    /// <summary>Every class.</summary>
    public static ClassSet All { get; } = new(ulong.MaxValue >> (64 - XenModel.Classes.Count));

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => bits == 0;

    /// <summary>How many there are.</summary>
    public int Count => BitOperations.PopCount(bits);

    /// <summary>The classes that exist for the clients of a revision.</summary>
    public static ClassSet Of(ApiVersion version) => OfRevisions[(int)version];

    /// <summary>The classes of these names; no names at all mean every class.</summary>
    /// <exception cref="ApiError"><c>VALUE_NOT_SUPPORTED</c> for the name of no class that the revision has.</exception>
    public static ClassSet Named(Set<string> names, ApiVersion version = ApiVersion.Xend)
    {
        if (names.Count == 0)
        {
            return All;
        }

        var set = None;
        foreach (var name in names)
        {
            // Later clients say * for all.
            set = name == "*" ? All : set.With(XenModel.Class(name) is { } c && c.Since <= version ? c : throw Errors.ValueNotSupported("classes", Collections.Shortened(name), "is no class of the API"));
        }

        return set;
    }

    /// <summary>The set with a class more.</summary>
    public ClassSet With(XenClass c) => new(bits | (1UL << c.Index));

    /// <summary>The set with these classes more.</summary>
    public ClassSet With(IEnumerable<XenClass> classes) => classes.Aggregate(this, (set, c) => set.With(c));

    /// <summary>What both sets have.</summary>
    public ClassSet Intersect(ClassSet other) => new(bits & other.bits);

    /// <summary>Both sets in one.</summary>
    public ClassSet Union(ClassSet other) => new(bits | other.bits);

    /// <summary>The set without the classes of another.</summary>
    public ClassSet Except(ClassSet other) => new(bits & ~other.bits);

    /// <summary>Whether the class is in the set.</summary>
    public bool Contains(XenClass c) => (bits & (1UL << c.Index)) != 0;

    /// <summary>Whether the sets share a class.</summary>
    public bool Overlaps(ClassSet other) => (bits & other.bits) != 0;
}
