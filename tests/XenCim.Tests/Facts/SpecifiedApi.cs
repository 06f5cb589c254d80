using System.Text.Json;
using System.Text.Json.Nodes;
using XenApi.Core.Declarations;

namespace XenCim.Tests.Facts;

/// <summary>
/// A revision of the Xen API as its document has it, with the document's own mistakes put right by the corrections
/// that the file carries.
/// </summary>
public sealed class SpecifiedApi
{
    private static readonly Dictionary<ApiVersion, Lazy<SpecifiedApi>> Known = new()
    {
        [ApiVersion.V0_9_0] = new(() => new("xenapi-0.9.0.json")),
        [ApiVersion.V1_0_10] = new(() => new("xenapi-1.0.10.json")),
    };

    private readonly JsonNode root;

    private SpecifiedApi(string file)
    {
        root = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Facts", file)))!;
        Classes = [.. root["classes"]!.AsArray().Select(c => new SpecifiedClass((string)c!["name"]!, Fields(c), MessagesOf(c)))];
        foreach (var correction in root["corrections"]!.AsArray())
        {
            Correct((string)correction!["what"]!, (string)correction["kind"]!, correction["fix"]!);
        }
    }

    public List<SpecifiedClass> Classes { get; }

    public IEnumerable<SpecifiedMessage> Messages => Classes.SelectMany(c => c.Messages);

    public IEnumerable<(string Name, List<string> Values)> Enums =>
        root["enums"]!.AsArray().Select(e => ((string)e!["name"]!, e["values"]!.AsArray().Select(v => (string)v!).ToList()));

    public IEnumerable<(string Name, List<(string Name, long Value)> Values)> Flags =>
        root["flags"]!.AsArray().Select(e => ((string)e!["name"]!, e["values"]!.AsArray().Select(v => ((string)v!["name"]!, (long)v["value"]!)).ToList()));

    public IEnumerable<(string Name, List<SpecifiedParameter> Fields)> Structs =>
        root["structs"]!.AsArray().Select(e => ((string)e!["name"]!, Parameters(e["fields"]!)));

    public IEnumerable<(string Code, int Parameters)> Errors =>
        root["errors"]!.AsArray().Select(e => ((string)e!["code"]!, e["params"]!.AsArray().Count));

    public IEnumerable<(string One, string Other)> Relationships =>
        root["relationships"]!.AsArray().Select(r => ((string)r!["a"]!, (string)r["b"]!));

    public static SpecifiedApi Of(ApiVersion version) => Known[version].Value;

    private static List<SpecifiedField> Fields(JsonNode c) =>
        [.. c["fields"]!.AsArray().Select(f => new SpecifiedField((string)f!["name"]!, (string)f["type"]!, (string)f["qualifier"]!))];

    private static List<SpecifiedMessage> MessagesOf(JsonNode c) =>
    [
        .. c["messages"]!.AsArray().Select(m => new SpecifiedMessage(
            $"{(string)c["name"]!}.{(string)m!["name"]!}", Parameters(m["params"]!), (string)m["result"]!,
            [.. m["errors"]!.AsArray().Select(e => (string)e!)], (bool)m["session"]!, (bool)m["async"]!)),
    ];

    private static List<SpecifiedParameter> Parameters(JsonNode list) =>
        [.. list.AsArray().Select(p => new SpecifiedParameter((string)p!["name"]!, (string)p["type"]!))];

    private void Correct(string what, string kind, JsonNode fix)
    {
        var c = Classes.Find(found => found.Name == what.Split('.')[0]);
        var name = what.Split('.')[^1];
        switch (kind)
        {
            case "missing-field":
                c!.Fields.Add(new(name, (string)fix["type"]!, (string)fix["qualifier"]!));
                break;
            case "field":
                var field = c!.Fields.FindIndex(f => f.Name == name);
                c.Fields[field] = c.Fields[field] with { Type = (string)fix["type"]! };
                break;
            case "missing-message":
                c!.Messages.Add(new(what, Parameters(fix["params"]!), (string)fix["result"]!, [], TakesSession: true, HasAsync: !name.StartsWith("set_", StringComparison.Ordinal)));
                break;
            case "message":
                var message = c!.Messages.FindIndex(m => m.Name == what);
                var now = c.Messages[message];
                c.Messages[message] = now with
                {
                    Result = (string?)fix["result"] ?? now.Result,
                    Parameters = fix["params"] is { } parameters ? Parameters(parameters) : now.Parameters,
                };
                break;
            case "spelling":
                break;
            default:
                throw new JsonException($"A correction of a kind that is not known: {kind}.");
        }
    }
}
