using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hypervisor.Native.Xen;

/// <summary>The JSON of libxenlight: members that have their defaults are left out, three-valued switches are texts.</summary>
internal static class LibxlJson
{
    /// <summary>How the library writes a switch that is on.</summary>
    public const string On = "True";

    /// <summary>How the library writes a switch that is off.</summary>
    public const string Off = "False";

    /// <summary>Reads what the library wrote.</summary>
    public static JsonElement Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new HypervisorException(HypervisorFault.Failed, "libxenlight wrote JSON that cannot be read.", e);
        }
    }

    /// <summary>A member that is an object; an empty one where it is left out.</summary>
    public static JsonElement Part(this JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var found) ? found : default;

    /// <summary>The elements of a member that is an array; none where it is left out.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement value, string name) =>
        value.Part(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>A member that is text; empty where it is left out.</summary>
    public static string Text(this JsonElement value, string name) =>
        value.Part(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() ?? "" : "";

    /// <summary>A member that is a number; what is given where it is left out.</summary>
    public static long Number(this JsonElement value, string name, long otherwise = 0) =>
        value.Part(name) is { ValueKind: JsonValueKind.Number } number ? number.TryGetInt64(out var whole) ? whole : unchecked((long)number.GetUInt64()) : otherwise;

    /// <summary>A member that is true or on.</summary>
    public static bool Is(this JsonElement value, string name) => value.Part(name) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.Number } number => number.GetInt64() != 0,
        { ValueKind: JsonValueKind.String } text => text.GetString() == On,
        _ => false,
    };

    /// <summary>The name of the first thing that was written and is not there when read back; empty where nothing was lost.</summary>
    public static string FirstLost(JsonNode? written, JsonElement read)
    {
        switch (written)
        {
            case JsonObject wanted:
                foreach (var (name, value) in wanted)
                {
                    var there = read.Part(name);
                    var lost = there.ValueKind == JsonValueKind.Undefined ? IsDefault(value) ? null : "" : FirstLost(value, there);
                    if (lost is not null && (lost.Length > 0 || there.ValueKind == JsonValueKind.Undefined))
                    {
                        return lost.Length > 0 ? $"{name}.{lost}" : name;
                    }
                }

                return "";
            case JsonArray wanted:
                if (read.ValueKind != JsonValueKind.Array || read.GetArrayLength() != wanted.Count)
                {
                    return $"[{wanted.Count}]";
                }

                return wanted.Select((item, i) => FirstLost(item, read[i])).FirstOrDefault(lost => lost.Length > 0) ?? "";
            default:
                return "";
        }
    }

    private static bool IsDefault(JsonNode? value) => value switch
    {
        null => true,
        JsonObject o => o.All(member => IsDefault(member.Value)),
        JsonArray a => a.Count == 0,
        JsonValue v when v.TryGetValue<string>(out var text) => text.Length == 0 || text.All(c => c is '0' or '-' or ':'),
        JsonValue v when v.TryGetValue<bool>(out var flag) => !flag,
        JsonValue v when v.TryGetValue<long>(out var number) => number == 0,
        JsonValue v when v.TryGetValue<int>(out var number) => number == 0,
        _ => false,
    };
}
