using System.Globalization;

namespace XenCim.Tests.Conformance;

/// <summary>Whether a value that came over the wire has the form of a type of the document.</summary>
internal static class WireShape
{
    public static bool Fits(string type, object? value) => type switch
    {
        "string" => value is string,
        "int" => value is string digits && long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        "float" => value is double,
        "bool" => value is bool,
        "datetime" => value is DateTime,
        "void" => value is "",
        _ when type.StartsWith("flags<", StringComparison.Ordinal) => Fits("int", value),
        _ when type.StartsWith("enum<", StringComparison.Ordinal) => value is string { Length: > 0 },
        _ when type.StartsWith("ref<", StringComparison.Ordinal) => value is string id && (id.Length == 0 || Guid.TryParse(id, out _)),
        _ when type.StartsWith("record<", StringComparison.Ordinal) || type.StartsWith("struct<", StringComparison.Ordinal) => value is Dictionary<string, object?>,
        _ when type.StartsWith("set<", StringComparison.Ordinal) => value is List<object?> items && items.TrueForAll(item => Fits(type[4..^1], item)),
        _ when type.StartsWith("map<", StringComparison.Ordinal) => value is Dictionary<string, object?> map && map.All(entry => FitsEntry(type[4..^1], entry)),
        _ => throw new ArgumentException($"{type} is no type of the document."),
    };

    /// <summary>A value of the type that a server takes, unless it has to name something in particular.</summary>
    public static object Of(string type) => type switch
    {
        "string" => "",
        "int" => 1L,
        "bool" => false,
        _ when type.StartsWith("flags<", StringComparison.Ordinal) => 1L,
        _ when type.StartsWith("map<", StringComparison.Ordinal) => new Dictionary<string, object> { ["key"] = "value" },
        _ when type.StartsWith("set<", StringComparison.Ordinal) => Array.Empty<object>(),
        _ => throw new ArgumentException($"Nothing is known to send for {type}."),
    };

    /// <summary>Values that no server may take for the type.</summary>
    public static IEnumerable<object> Wrong(string type)
    {
        var (map, list) = ((object)new Dictionary<string, object> { ["a"] = "b" }, (object)new object[] { new object[] { "x" } });
        if (type is "int" or "bool" || type.StartsWith("flags<", StringComparison.Ordinal))
        {
            yield return "neither";
            yield return map;
        }
        else if (type.StartsWith("map<", StringComparison.Ordinal) || type.StartsWith("record<", StringComparison.Ordinal))
        {
            yield return "text";
            yield return list;
        }
        else if (type.StartsWith("set<", StringComparison.Ordinal))
        {
            yield return "text";
            yield return map;
            yield return list;
        }
        else
        {
            yield return map;
            yield return list;
        }
    }

    private static bool FitsEntry(string types, KeyValuePair<string, object?> entry)
    {
        var comma = types.IndexOf(',', StringComparison.Ordinal);
        return Fits(types[..comma], entry.Key) && Fits(types[(comma + 1)..], entry.Value);
    }
}
