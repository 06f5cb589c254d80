using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace XenApi.Core.Values;

/// <summary>An immutable map as the Xen API has it, ordered by key so that equal maps read alike. The default is empty.</summary>
public readonly struct Map<TKey, TValue> : IReadOnlyDictionary<TKey, TValue>, IEquatable<Map<TKey, TValue>>
    where TKey : notnull
{
    private readonly ImmutableSortedDictionary<TKey, TValue>? entries;

    private Map(ImmutableSortedDictionary<TKey, TValue> entries) => this.entries = entries;

    private ImmutableSortedDictionary<TKey, TValue> Entries => entries ?? Map.EmptyOf<TKey, TValue>();

    /// <inheritdoc/>
    public int Count => entries?.Count ?? 0;

    /// <inheritdoc/>
    public IEnumerable<TKey> Keys => Entries.Keys;

    /// <inheritdoc/>
    public IEnumerable<TValue> Values => Entries.Values;

    /// <inheritdoc/>
    public TValue this[TKey key] => Entries[key];

    /// <summary>A map of the entries; a later one replaces an earlier one of the same key.</summary>
    public static Map<TKey, TValue> Of(IEnumerable<KeyValuePair<TKey, TValue>> entries) =>
        new(Map.EmptyOf<TKey, TValue>().SetItems(entries));

    /// <summary>The map with the entry in it, in place of one of the same key.</summary>
    public Map<TKey, TValue> With(TKey key, TValue value) => new(Entries.SetItem(key, value));

    /// <summary>The map without the key; the same map if it has none.</summary>
    public Map<TKey, TValue> Without(TKey key) => new(Entries.Remove(key));

    /// <inheritdoc/>
    public bool ContainsKey(TKey key) => Entries.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => Entries.TryGetValue(key, out value);

    /// <summary>The value of the key, or what to take where there is none.</summary>
    public TValue GetOr(TKey key, TValue otherwise) => TryGetValue(key, out var value) ? value : otherwise;

    /// <inheritdoc/>
    public bool Equals(Map<TKey, TValue> other) =>
        ReferenceEquals(entries, other.entries)
        || (Count == other.Count && this.SequenceEqual(other));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Map<TKey, TValue> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Count;

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator() => Entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Makes maps.</summary>
public static class Map
{
    /// <summary>A map of strings.</summary>
    public static Map<string, string> Of(params ReadOnlySpan<(string Key, string Value)> entries)
    {
        var map = default(Map<string, string>);
        foreach (var (key, value) in entries)
        {
            map = map.With(key, value);
        }

        return map;
    }

    internal static ImmutableSortedDictionary<TKey, TValue> EmptyOf<TKey, TValue>()
        where TKey : notnull => Empty<TKey, TValue>.Instance;

    private static class Empty<TKey, TValue>
        where TKey : notnull
    {
        // Keys are compared as bytes would be: culture has no say on the wire.
        internal static readonly ImmutableSortedDictionary<TKey, TValue> Instance =
            typeof(TKey) == typeof(string)
                ? ImmutableSortedDictionary.Create<TKey, TValue>((IComparer<TKey>)(object)StringComparer.Ordinal)
                : ImmutableSortedDictionary<TKey, TValue>.Empty;
    }
}
