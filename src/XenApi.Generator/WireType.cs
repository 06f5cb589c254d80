using System.Linq;
using Microsoft.CodeAnalysis;

namespace XenApi.Generator;

/// <summary>A type of the Xen API, found from the C# type that declares it: how it is named, read and written.</summary>
internal sealed class WireType
{
    private const string Values = "global::XenApi.Core.Values.";

    private WireType(string name, string read, string writeFormat, string csharp)
    {
        Name = name;
        Read = read;
        this.writeFormat = writeFormat;
        CSharp = csharp;
    }

    private readonly string writeFormat;

    /// <summary>The notation of the data model: <c>map&lt;string,ref&lt;VM&gt;&gt;</c>.</summary>
    public string Name { get; }

    /// <summary>An expression that reads one from <c>reader</c>.</summary>
    public string Read { get; }

    public string CSharp { get; }

    public WireType? Key { get; private set; }

    public WireType? Item { get; private set; }

    public bool IsSet => Name.StartsWith("set<");

    public bool IsMap => Name.StartsWith("map<");

    public bool IsEnum { get; private set; }

    /// <summary>The class that a reference, a set of references or an inverse set points to.</summary>
    public INamedTypeSymbol? Target { get; private set; }

    public bool IsLinks { get; private set; }

    public bool IsReference => Name.StartsWith("ref<");

    /// <summary>Statements that write a value to <c>writer</c>.</summary>
    public string Write(string value, int depth = 0)
    {
        if (IsMap)
        {
            var entry = "entry" + depth;
            var key = Key!.Name == "string" ? $"{entry}.Key" : $"global::System.FormattableString.Invariant($\"{{{entry}.Key}}\")";
            return $"writer.BeginMap(); if ({value}.Count > 0) {{ foreach (var {entry} in {value}) {{ writer.Key({key}); {Item!.Write(entry + ".Value", depth + 1)} }} }} writer.EndMap();";
        }

        if (IsSet)
        {
            var item = "item" + depth;
            return $"writer.BeginSet(); if ({value}.Count > 0) {{ foreach (var {item} in {value}) {{ {Item!.Write(item, depth + 1)} }} }} writer.EndSet();";
        }

        return string.Format(writeFormat, value);
    }

    public static WireType Of(ITypeSymbol type)
    {
        switch (type.SpecialType)
        {
            case SpecialType.System_String: return Simple("string", "String", type);
            case SpecialType.System_Int64: return Simple("int", "Int", type);
            case SpecialType.System_Double: return Simple("float", "Double", type);
            case SpecialType.System_Boolean: return Simple("bool", "Bool", type);
        }

        var full = type.Full();
        if (full == "global::System.DateTimeOffset")
        {
            return Simple("datetime", "DateTime", type);
        }

        if (type.TypeKind == TypeKind.Enum)
        {
            var wire = type.Attribute(Names.XenEnum) is { } declared ? declared.Text(0) : type.Name;
            var flags = type.GetAttributes().Any(a => a.AttributeClass?.Name == "FlagsAttribute");
            return flags
                ? new($"flags<{wire}>", $"(({full})reader.Int())", "writer.Int((long){0});", full)
                : new($"enum<{wire}>", $"{full}Wire.Read(reader)", full + "Wire.Write(writer, {0});", full) { IsEnum = true };
        }

        if (type is not INamedTypeSymbol named)
        {
            throw new System.NotSupportedException($"{full} has no form on the wire.");
        }

        if (named.Attribute(Names.XenStruct) is { } structure)
        {
            return new($"struct<{structure.Text(0)}>", "", "{0}.WriteRecord(writer);", full);
        }

        if (named.Attribute(Names.XenClass) is { } record)
        {
            return new($"record<{record.Text(0)}>", $"({full}){full}.Descriptor.Read(reader, global::XenApi.Core.Model.ReadScope.Create)", "{0}.WriteRecord(writer);", full);
        }

        switch (named.Name)
        {
            case "Ref":
            {
                var target = (INamedTypeSymbol)named.TypeArguments[0];
                var name = target.Attribute(Names.XenClass)?.Text(0) ?? target.Name;
                return new($"ref<{name}>", $"new {full}(reader.Ref({name.Quoted()}))", "writer.Ref({0}.Id);", full) { Target = target };
            }

            case "Links":
            {
                var item = Of(named.TypeArguments[0].ContainingNamespace is null ? type : RefTo(named));
                return new($"set<{item.Name}>", "", "", full) { Item = item, Target = item.Target, IsLinks = true };
            }

            case "Set" or "IReadOnlyList":
            {
                var item = Of(named.TypeArguments[0]);
                return new($"set<{item.Name}>", $"{Values}Collections.ReadSet(reader, static reader => {item.Read})", "", full) { Item = item, Target = item.Target };
            }

            case "Map":
            {
                var key = Of(named.TypeArguments[0]);
                var item = Of(named.TypeArguments[1]);
                var keys = key.Name == "string" ? "ReadMap" : "ReadIntMap";
                return new($"map<{key.Name},{item.Name}>", $"{Values}Collections.{keys}(reader, static reader => {item.Read})", "", full) { Key = key, Item = item };
            }
        }

        throw new System.NotSupportedException($"{full} has no form on the wire.");
    }

    // Links<T> gathers Ref<T>; the symbol of Ref<T> is found as the item type of its IReadOnlyCollection.
    private static ITypeSymbol RefTo(INamedTypeSymbol links) =>
        links.AllInterfaces.First(i => i.Name == "IReadOnlyCollection").TypeArguments[0];

    private static WireType Simple(string name, string method, ITypeSymbol type) =>
        new(name, $"reader.{method}()", $"writer.{method}({{0}});", type.Full());
}
