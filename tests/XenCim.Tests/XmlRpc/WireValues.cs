using CsCheck;
using XenApi.Core.Values;

namespace XenCim.Tests.XmlRpc;

/// <summary>
/// Any value of the wire as plain objects: string, long, double, bool, DateTimeOffset, Guid, null for the null
/// reference, a list, a dictionary.
/// </summary>
internal static class WireValues
{
    private const int Deepest = 4;

    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.String,
        Gen.String[Chosen('<', '>', '&', '\r', '\n', '\t', ']', '"', '\'', ' ', 'a', 'é', '日', '\uD83D', '\uDE00', '\0', '\u001F', '\uFFFE', '\uFFFF', '\uFFFD', '\u007F', '\u0085'), 0, 40],
        Gen.String[Gen.Char[' ', '~'], 0, 3000]);

    private static readonly Gen<object?> Scalars = Gen.OneOf(
        Texts.Select(s => (object?)s),
        Gen.Long.Select(n => (object?)n),
        Chosen(0L, long.MinValue, long.MaxValue).Select(n => (object?)n),
        Gen.Double.Where(double.IsFinite).Select(d => (object?)d),
        Chosen(0, 1, double.Epsilon, double.MaxValue, double.MinValue, 1e15, 1e16, 123456789012345678, 1.5e-7, 0.1).Select(d => (object?)d),
        Gen.Bool.Select(b => (object?)b),
        Gen.Long[0, 253_402_300_799].Select(s => (object?)DateTimeOffset.FromUnixTimeSeconds(s)),
        Gen.Guid.Select(g => (object?)g),
        Gen.Const((object?)null));

    /// <summary>Any of them.</summary>
    public static Gen<object?> Any { get; } = OfDepth(Deepest);

    private static Gen<T> Chosen<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    /// <summary>Writes a value.</summary>
    public static void Write(ValueWriter writer, object? value)
    {
        switch (value)
        {
            case string text: writer.String(text); break;
            case long number: writer.Int(number); break;
            case double number: writer.Double(number); break;
            case bool truth: writer.Bool(truth); break;
            case DateTimeOffset moment: writer.DateTime(moment); break;
            case Guid id: writer.Ref(id); break;
            case null: writer.Ref(null); break;
            case List<object?> items:
                writer.BeginSet();
                items.ForEach(item => Write(writer, item));
                writer.EndSet();
                break;
            case Dictionary<string, object?> entries:
                writer.BeginMap();
                foreach (var (key, entry) in entries)
                {
                    writer.Key(key);
                    Write(writer, entry);
                }

                writer.EndMap();
                break;
        }
    }

    /// <summary>Reads a value of the shape that the given one has.</summary>
    public static object? Read(ValueReader reader, object? like)
    {
        switch (like)
        {
            case string: return reader.String();
            case long: return reader.Int();
            case double: return reader.Double();
            case bool: return reader.Bool();
            case DateTimeOffset: return reader.DateTime();
            case Guid or null: return reader.Ref("VM");
            case List<object?> items:
            {
                var read = new List<object?>();
                for (reader.BeginSet(); reader.NextItem();)
                {
                    read.Add(Read(reader, items[read.Count]));
                }

                return read;
            }

            default:
            {
                var entries = (Dictionary<string, object?>)like;
                var read = new Dictionary<string, object?>();
                for (reader.BeginMap(); reader.NextKey(out var key);)
                {
                    read.Add(key, Read(reader, entries.TryGetValue(key, out var entry) ? entry : throw new KeyNotFoundException(key)));
                }

                return read;
            }
        }
    }

    /// <summary>Whether two values are equal in all their depth.</summary>
    public static bool Same(object? one, object? other) => (one, other) switch
    {
        (List<object?> left, List<object?> right) => left.Count == right.Count && left.Zip(right).All(pair => Same(pair.First, pair.Second)),
        (Dictionary<string, object?> left, Dictionary<string, object?> right) =>
            left.Count == right.Count && left.All(entry => right.TryGetValue(entry.Key, out var found) && Same(entry.Value, found)),
        _ => Equals(one, other),
    };

    /// <summary>Text as it can travel: what XML cannot carry is U+FFFD.</summary>
    public static string Carried(string text) => string.Concat(text.EnumerateRunes()
        .Select(rune => rune.Value is < 0x20 and not (9 or 10 or 13) or 0xFFFE or 0xFFFF ? "\uFFFD" : rune.ToString()));

    private static Gen<object?> OfDepth(int depth) => depth == 0 ? Scalars : Gen.Frequency(
        (3, Scalars),
        (1, OfDepth(depth - 1).List[0, 5].Select(items => (object?)items)),
        (1, Gen.Select(Texts, OfDepth(depth - 1)).List[0, 5].Select(entries => (object?)entries
            .DistinctBy(entry => Carried(entry.Item1)).ToDictionary(entry => Carried(entry.Item1), entry => entry.Item2))));
}
