using XenApi.Core.Faults;
using XenApi.Core.Model;

namespace XenApi.Core.Values;

/// <summary>Reads sets, maps and identities with the scalar methods of a <see cref="ValueReader"/>.</summary>
public static class Collections
{
    private const int ShownMost = 64;

    /// <summary>Reads a set; an item that comes twice is in it once.</summary>
    public static Set<T> ReadSet<T>(ValueReader reader, Func<ValueReader, T> item)
        where T : notnull
    {
        var items = new List<T>();
        reader.BeginSet();
        while (reader.NextItem())
        {
            items.Add(item(reader));
        }

        return Set.Of<T>(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(items));
    }

    /// <summary>Reads a map with text keys.</summary>
    public static Map<string, T> ReadMap<T>(ValueReader reader, Func<ValueReader, T> value) =>
        Map<string, T>.Of(Entries(reader, static key => key, value));

    /// <summary>Reads a map with numbers as keys.</summary>
    public static Map<long, T> ReadIntMap<T>(ValueReader reader, Func<ValueReader, T> value) =>
        Map<long, T>.Of(Entries(reader, key => Number(reader, key), value));

    /// <summary>Reads the UUID that a client wants for a new object; null where it leaves the choice to the server.</summary>
    public static Guid? ReadUuid(ValueReader reader)
    {
        var text = reader.String();
        return Wire.TryRef(text, out var id)
            ? id
            : throw Errors.ValueNotSupported(reader.Subject, Shortened(text), "must be a UUID of 36 characters, or empty for a new one");
    }

    /// <summary>Text short enough for an error message.</summary>
    public static string Shortened(string text) =>
        text.Length <= ShownMost ? text : string.Concat(text.AsSpan(0, ShownMost - (char.IsHighSurrogate(text[ShownMost - 1]) ? 1 : 0)), "…");

    /// <summary>The identities that a set of references holds.</summary>
    public static IEnumerable<Guid> Ids<T>(Set<Ref<T>> references)
        where T : XenObject
    {
        foreach (var reference in references)
        {
            if (reference.Id is { } id)
            {
                yield return id;
            }
        }
    }

    private static List<KeyValuePair<TKey, T>> Entries<TKey, T>(ValueReader reader, Func<string, TKey> key, Func<ValueReader, T> value)
    {
        var entries = new List<KeyValuePair<TKey, T>>();
        reader.BeginMap();
        while (reader.NextKey(out var name))
        {
            entries.Add(new(key(name), value(reader)));
        }

        return entries;
    }

    private static long Number(ValueReader reader, string key) =>
        long.TryParse(key, System.Globalization.NumberStyles.AllowLeadingSign, null, out var number)
            ? number
            : throw Errors.ValueNotSupported(reader.Subject, Shortened(key), "the keys of this map are whole numbers");
}
