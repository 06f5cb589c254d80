using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace XenApi.Generator;

/// <summary>A declared property of a class: a field of the API, a hidden inverse set, or a value that only the journal keeps.</summary>
internal sealed class Property
{
    public Property(IPropertySymbol symbol)
    {
        Symbol = symbol;
        Field = symbol.Attribute(Names.Field);
        Link = symbol.Attribute(Names.Link);
        Stored = symbol.Attribute(Names.Stored);
        IsDeclared = Field is not null || Link is not null || Stored is not null;
        if (IsDeclared)
        {
            Type = WireType.Of(symbol.Type);
        }
    }

    public IPropertySymbol Symbol { get; }

    public AttributeData? Field { get; }

    public AttributeData? Link { get; }

    public AttributeData? Stored { get; }

    public bool IsDeclared { get; }

    public WireType Type { get; } = null!;

    public string Name => Symbol.Name;

    public string WireName => Field?.Text(0) ?? Stored?.Text(0) ?? Name;

    /// <summary>The property of the other class that an inverse set mirrors.</summary>
    public string? Inverse => Field?.Named("Inverse") ?? Link?.Text(0);

    public bool IsLinks => IsDeclared && Type.IsLinks;

    public int Access => Field is null ? 0 : (int)Field.ConstructorArguments[1].Value!;

    public bool IsWritable => Access == 2 && !IsLinks;

    // No door takes records of the dialect yet: to the classic ones its fields are members that nobody knows.
    public bool IsGivenAtCreate => !IsLinks && IsKept && (Field?.Number("Since") ?? 0) < Names.Xapi && (Access >= 1 || (Field?.Flag("GivenAtCreate", false) ?? false));

    public bool IsKept => IsDeclared && !IsLinks && (Field?.Flag("IsKept", true) ?? true);

    /// <summary>A value that is not the zero of its type when it is not given: always written to the journal.</summary>
    public bool HasDefault =>
        Symbol.DeclaringSyntaxReferences.Select(r => r.GetSyntax()).OfType<PropertyDeclarationSyntax>()
            .Any(p => p.Initializer is { } initializer && initializer.Value.ToString() is not "\"\"");

    /// <summary>An expression that tells whether the value is the zero of its type.</summary>
    public string IsZero => Type.Name switch
    {
        "string" => $"{Name}.Length == 0",
        "int" or "float" => $"{Name} == 0",
        "bool" => $"!{Name}",
        _ when Type.IsSet || Type.IsMap => $"{Name}.Count == 0",
        _ when Type.IsReference => $"{Name}.IsNull",
        _ => $"{Name} == default",
    };
}
