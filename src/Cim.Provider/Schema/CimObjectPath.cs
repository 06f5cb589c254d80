namespace Cim.Provider.Schema;

/// <summary>Where an object is: host, namespace, class and, for an instance, its keys (DSP0004 §8).</summary>
public sealed class CimObjectPath(string? host, string? namespaceName, string className, NamedList<CimPropertyValue> keys) : IEquatable<CimObjectPath>
{
    /// <summary>The host, or null for the one at hand.</summary>
    public string? Host { get; } = host;

    /// <summary>The namespace, or null for the one at hand.</summary>
    public string? Namespace { get; } = namespaceName;

    /// <summary>The class.</summary>
    public string ClassName { get; } = className;

    /// <summary>The keys; none for the path of a class.</summary>
    public NamedList<CimPropertyValue> Keys { get; } = keys;

    /// <inheritdoc/>
    public bool Equals(CimObjectPath? other) =>
        other is not null && Same(Host, other.Host) && Same(Namespace, other.Namespace) && Same(ClassName, other.ClassName)
        && Keys.Count == other.Keys.Count && Keys.All(key => other.Keys.Find(key.Name) is { } found && found.Value == key.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CimObjectPath);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        Keys.Aggregate(Hash(ClassName), (hash, key) => hash ^ HashCode.Combine(Hash(key.Name), key.Value));

    /// <summary>The path as MOF spells it: <c>//host/root/xen:Xen_Thing.Name="a",Number=1</c>.</summary>
    public override string ToString()
    {
        var space = (Host, Namespace) switch
        {
            ({ } host, null) => $"//{host}:",
            ({ } host, { } name) => $"//{host}/{name}:",
            (null, { } name) => $"{name}:",
            _ => "",
        };
        return $"{space}{ClassName}{(Keys.Count == 0 ? "" : ".")}{string.Join(',', Keys.Select(key => $"{key.Name}={Spelled(key.Value)}"))}";
    }

    // Of the escapes of MOF a path knows two only (DSP0004 §8.2.2).
    private static string Spelled(CimValue value) => value switch
    {
        { IsNull: false, Type: CimType.String } => Quoted(value.Text),
        { IsNull: false, Type: CimType.Reference } => Quoted(value.Reference.ToString()),
        _ => value.ToString(),
    };

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static bool Same(string? left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static int Hash(string name) => StringComparer.OrdinalIgnoreCase.GetHashCode(name);
}
