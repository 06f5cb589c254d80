using System.Reflection;

namespace Cim.Provider.Mapping;

/// <summary>What there is to say of the server itself: the fields of the source <c>server</c>.</summary>
public sealed class ServerFacts(TimeProvider time)
{
    private static readonly Dictionary<string, (FieldType Type, Func<ServerFacts, XenValue> Value)> Fields = new(StringComparer.Ordinal)
    {
        ["version"] = (FieldType.Text, _ => XenValue.Of(Version!)),
        ["started"] = (new("datetime"), facts => XenValue.Of(facts.started)),
        ["host_name"] = (FieldType.Text, _ => XenValue.Of(Environment.MachineName)),
        ["namespaces"] = (FieldType.Text.Set(), facts => Texts(facts.Namespaces)),
        ["job_keeping"] = (new("float"), facts => XenValue.Of(facts.JobKeeping.TotalSeconds)),
        ["cimxml_addresses"] = (FieldType.Text.Set(), facts => Texts(facts.CimXmlAddresses)),
    };

    private readonly DateTimeOffset started = time.GetUtcNow();

    /// <summary>The names of the namespaces, those that stand for another included.</summary>
    public IReadOnlyList<string> Namespaces { get; set; } = [];

    /// <summary>How long a finished job is kept.</summary>
    public TimeSpan JobKeeping { get; set; }

    /// <summary>Where the server speaks CIM-XML.</summary>
    public IReadOnlyList<string> CimXmlAddresses { get; set; } = [];

    private static string Version { get; } =
        typeof(ServerFacts).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>A field by its name; null where there is none.</summary>
    internal static (FieldType Type, Func<ServerFacts, XenValue> Value)? Field(string name) => Fields.TryGetValue(name, out var field) ? field : null;

    private static XenValue Texts(IEnumerable<string> texts) => XenValue.Of([.. texts.Select(XenValue.Of)]);
}
