using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace XenApi.Generator;

/// <summary>Reads attributes and turns what they say into C# text.</summary>
internal static class Declared
{
    public static AttributeData? Attribute(this ISymbol symbol, string name) =>
        symbol.GetAttributes().FirstOrDefault(a => a.AttributeClass?.ToDisplayString() == name);

    public static string Text(this AttributeData attribute, int index) =>
        attribute.ConstructorArguments[index].Value as string ?? "";

    public static string? Named(this AttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(a => a.Key == name).Value.Value as string;

    public static bool Flag(this AttributeData attribute, string name, bool otherwise) =>
        attribute.NamedArguments.FirstOrDefault(a => a.Key == name).Value.Value as bool? ?? otherwise;

    public static IEnumerable<string> List(this AttributeData attribute, string name)
    {
        var value = attribute.NamedArguments.FirstOrDefault(a => a.Key == name).Value;
        return value.Kind == TypedConstantKind.Array ? value.Values.Select(v => (string)v.Value!) : [];
    }

    /// <summary>A named enum argument as an expression, or the given default.</summary>
    public static string Constant(this AttributeData attribute, string name, string type, string otherwise)
    {
        var value = attribute.NamedArguments.FirstOrDefault(a => a.Key == name).Value;
        return value.IsNull ? $"{type}.{otherwise}" : $"({type}){value.Value}";
    }

    public static string Constant(this AttributeData attribute, int index, string type) =>
        $"({type}){attribute.ConstructorArguments[index].Value}";

    public static int Number(this AttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(a => a.Key == name).Value.Value as int? ?? 0;

    public static string Quoted(this string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    public static string Full(this ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
}
