using System.Globalization;
using Cim.Provider.Schema;
using XenApi.Core.Values;

namespace Cim.Provider.Mapping;

/// <summary>The conversions that take no arguments, by name.</summary>
internal static class Conversions
{
    private const double SpanMostSeconds = 99_999_999 * 86_400.0;

    private static readonly Dictionary<string, (FieldType? Type, Func<XenValue, XenValue> Convert)> All = new(StringComparer.Ordinal)
    {
        ["round"] = (FieldType.Int, Rounded),
        ["mac"] = (FieldType.Text, value => Mac(value.Text, ":", upper: false)),
        ["mac12"] = (FieldType.Text, value => Mac(value.Text, "", upper: true)),
        ["entries"] = (FieldType.Text.Set(), value => XenValue.Of(Entries(value))),
        ["lines"] = (FieldType.Text.Set(), value => XenValue.Of([.. value.Text.Split('\n').Select(line => XenValue.Of(line.TrimEnd('\r')))])),
        ["number"] = (FieldType.Int, value => Number(value.Text, NumberStyles.AllowLeadingSign)),
        ["hex"] = (FieldType.Int, value => Number(value.Text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? value.Text[2..] : value.Text, NumberStyles.AllowHexSpecifier)),
        ["digits"] = (FieldType.Text, value => value.Text[(value.Text.AsSpan().TrimEnd("0123456789").Length)..] is { Length: > 0 } digits ? XenValue.Of(digits) : XenValue.Null),
        ["interval"] = (new FieldType("datetime"), Interval),
        ["kib"] = (FieldType.Int, value => XenValue.Of(value.Int / 1024)),
        ["seconds"] = (new FieldType("datetime"), value => long.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 253_402_300_800
            ? XenValue.Of(DateTimeOffset.FromUnixTimeSeconds(seconds))
            : XenValue.Null),
        ["upper"] = (FieldType.Text, value => XenValue.Of(value.Text.ToUpperInvariant())),
        ["lower"] = (FieldType.Text, value => XenValue.Of(value.Text.ToLowerInvariant())),
        ["nonempty"] = (null, value => (value.Kind switch { ValueKind.Set => value.Items.Length, ValueKind.Map => value.Entries.Length, _ => value.Text.Length }) == 0 ? XenValue.Null : value),
        ["positive"] = (null, value => value.Double > 0 ? value : XenValue.Null),
        ["list"] = (FieldType.Unknown, value => value.Kind == ValueKind.Set ? value : XenValue.Of([value])),
    };

    /// <summary>Their names, for an error that tells them.</summary>
    public static string Names => string.Join(", ", All.Keys);

    /// <summary>A conversion and the type that it makes, null for that of its input; null where there is none of the name.</summary>
    public static (FieldType? Type, Func<XenValue, XenValue> Convert)? Find(string name) => All.TryGetValue(name, out var found) ? found : null;

    /// <summary>A number times, over or plus another. Whole numbers stay whole, and what does not fit is NULL.</summary>
    public static XenValue Reckon(string does, XenValue value, XenValue by)
    {
        if (value.Kind == ValueKind.Int && by.Kind == ValueKind.Int)
        {
            var whole = does switch
            {
                "times" => (Int128)value.Int * by.Int,
                "over" => (Int128)value.Int / by.Int,
                _ => (Int128)value.Int + by.Int,
            };
            return whole >= long.MinValue && whole <= long.MaxValue ? XenValue.Of((long)whole) : XenValue.Null;
        }

        return value.Kind is not (ValueKind.Int or ValueKind.Double) ? XenValue.Null : XenValue.Of(does switch
        {
            "times" => value.Double * by.Double,
            "over" => value.Double / by.Double,
            _ => value.Double + by.Double,
        });
    }

    /// <summary>The entries of a map as <c>key=value</c>, in the order of the keys.</summary>
    public static XenValue[] Entries(XenValue map) =>
        [.. map.Entries.OrderBy(entry => entry.Key.Text, StringComparer.Ordinal).Select(entry => XenValue.Of($"{entry.Key.Text}={entry.Value.Text}"))];

    private static XenValue Rounded(XenValue value) => value.Kind switch
    {
        ValueKind.Int => value,
        ValueKind.Double when Math.Abs(value.Double) < long.MaxValue => XenValue.Of((long)Math.Round(value.Double, MidpointRounding.AwayFromZero)),
        _ => XenValue.Null,
    };

    private static XenValue Number(string text, NumberStyles styles) =>
        long.TryParse(text, styles, CultureInfo.InvariantCulture, out var number) ? XenValue.Of(number) : XenValue.Null;

    private static XenValue Mac(string text, string between, bool upper)
    {
        var digits = new string([.. text.Where(char.IsAsciiHexDigit)]);
        if (digits.Length != 12)
        {
            return XenValue.Null;
        }

        digits = upper ? digits.ToUpperInvariant() : digits.ToLowerInvariant();
        return XenValue.Of(string.Join(between, Enumerable.Range(0, 6).Select(i => digits.Substring(2 * i, 2))));
    }

    private static XenValue Interval(XenValue seconds) => seconds.Double is >= 0 and < SpanMostSeconds
        ? XenValue.Of(CimValue.Of(CimDateTime.Of(TimeSpan.FromSeconds(seconds.Double))))
        : XenValue.Null;
}
