using System.Collections;
using System.Runtime.CompilerServices;

namespace XenApi.Core.Values;

/// <summary>An immutable set as the Xen API has it: no duplicates, the order means nothing. The default is empty.</summary>
[CollectionBuilder(typeof(Set), nameof(Set.Of))]
public readonly struct Set<T> : IReadOnlyList<T>, IEquatable<Set<T>>
    where T : notnull
{
    private readonly T[]? items;

    internal Set(T[] items) => this.items = items;

    /// <inheritdoc/>
    public int Count => items?.Length ?? 0;

    /// <inheritdoc/>
    public T this[int index] => (items ?? [])[index];

    /// <summary>The items, without a copy.</summary>
    public ReadOnlySpan<T> Span => items;

    /// <summary>Whether the item is in the set.</summary>
    public bool Contains(T item) => Array.IndexOf(items ?? [], item) >= 0;

    /// <summary>The set with the item in it.</summary>
    public Set<T> Add(T item) => Contains(item) ? this : new([.. Span, item]);

    /// <summary>The set without the item.</summary>
    public Set<T> Remove(T item) => Contains(item) ? new([.. this.Where(i => !i.Equals(item))]) : this;

    /// <inheritdoc/>
    public bool Equals(Set<T> other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Set<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Count == 0 ? 0 : HashCode.Combine(Count, items![0]);

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)(items ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Makes sets.</summary>
public static class Set
{
    /// <summary>A set of the items, each once, in the order of their first appearance.</summary>
    public static Set<T> Of<T>(ReadOnlySpan<T> items)
        where T : notnull
    {
        if (items.Length <= 1)
        {
            return new(items.ToArray());
        }

        var seen = new HashSet<T>(items.Length);
        var kept = new List<T>(items.Length);
        foreach (var item in items)
        {
            if (seen.Add(item))
            {
                kept.Add(item);
            }
        }

        return new([.. kept]);
    }

    /// <summary>A set of the items, each once.</summary>
    public static Set<T> Of<T>(IEnumerable<T> items)
        where T : notnull => new([.. items.Distinct()]);
}
