using System.Collections;
using System.Collections.Immutable;
using XenApi.Core.Model;

namespace XenApi.Core.Values;

/// <summary>
/// The many side of a bound field: who refers to an object, kept beside it by the store and never written by
/// hand. A few links are an array; many are a hash set, so that one more or less costs the same at any size.
/// </summary>
/// <typeparam name="T">The class that refers.</typeparam>
public readonly struct Links<T> : IReadOnlyCollection<Ref<T>>, IEquatable<Links<T>>
    where T : XenObject
{
    private const int FewMost = 16;

    private readonly object? links;

    private Links(object? links) => this.links = links;

    /// <inheritdoc/>
    public int Count => links switch
    {
        Guid[] few => few.Length,
        ImmutableHashSet<Guid> many => many.Count,
        _ => 0,
    };

    /// <summary>Whether the object refers.</summary>
    public bool Contains(Ref<T> link) => link.Id is { } id && links switch
    {
        Guid[] few => Array.IndexOf(few, id) >= 0,
        ImmutableHashSet<Guid> many => many.Contains(id),
        _ => false,
    };

    /// <summary>The links of all these, each given once.</summary>
    public static Links<T> Of(IReadOnlyCollection<Guid> ids) => ids.Count <= FewMost ? Few([.. ids]) : new(ImmutableHashSet.CreateRange(ids));

    /// <summary>The links with one more.</summary>
    public Links<T> With(Guid id) => links switch
    {
        Guid[] few when Array.IndexOf(few, id) >= 0 => this,
        Guid[] { Length: >= FewMost } few => new(ImmutableHashSet.Create(few).Add(id)),
        Guid[] few => new((Guid[])[.. few, id]),
        ImmutableHashSet<Guid> many => new(many.Add(id)),
        _ => new((Guid[])[id]),
    };

    /// <summary>The links with one less.</summary>
    public Links<T> Without(Guid id) => links switch
    {
        Guid[] few => Few(Array.FindAll(few, other => other != id)),
        ImmutableHashSet<Guid> many => many.Remove(id) is { Count: > FewMost } rest ? new(rest) : Few([.. many.Remove(id)]),
        _ => this,
    };

    /// <summary>Whether both are one and the same memory, which costs nothing to ask; equal links need not be.</summary>
    public bool IsSame(Links<T> other) => ReferenceEquals(links, other.links);

    /// <inheritdoc/>
    public bool Equals(Links<T> other) => IsSame(other) || (Count == other.Count && this.All(other.Contains));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Links<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Count;

    /// <summary>The identities, without an allocation for few.</summary>
    public Enumerator GetEnumerator() => new(links);

    IEnumerator<Ref<T>> IEnumerable<Ref<T>>.GetEnumerator() => Walk(links).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => Walk(links).GetEnumerator();

    private static Links<T> Few(Guid[] few) => new(few.Length == 0 ? null : few);

    private static IEnumerable<Ref<T>> Walk(object? links)
    {
        var walker = new Enumerator(links);
        while (walker.MoveNext())
        {
            yield return walker.Current;
        }
    }

    /// <summary>Walks over the links.</summary>
    public struct Enumerator
    {
        private readonly Guid[]? few;
        private ImmutableHashSet<Guid>.Enumerator many;
        private readonly bool isMany;
        private int next;

        internal Enumerator(object? links)
        {
            few = links as Guid[];
            if (links is ImmutableHashSet<Guid> set)
            {
                many = set.GetEnumerator();
                isMany = true;
            }
        }

        /// <summary>The link under the walker.</summary>
        public Ref<T> Current { readonly get; private set; }

        /// <summary>On to the next link.</summary>
        public bool MoveNext()
        {
            if (few is not null && next < few.Length)
            {
                Current = new(few[next++]);
                return true;
            }

            if (isMany && many.MoveNext())
            {
                Current = new(many.Current);
                return true;
            }

            return false;
        }
    }
}
