using Cim.Provider.Mof;
using Cim.Provider.Schema;

namespace XenCim.Tests.Cim.Mof;

/// <summary>Compiles texts on top of the qualifiers that every schema needs.</summary>
internal static class MofHouse
{
    public const string Qualifiers = """
        Qualifier Abstract : boolean = false, Scope(class, association, indication), Flavor(EnableOverride, Restricted);
        Qualifier ArrayType : string = "Bag", Scope(property, parameter), Flavor(DisableOverride, ToSubclass);
        Qualifier Association : boolean = false, Scope(association), Flavor(DisableOverride, ToSubclass);
        Qualifier Description : string = null, Scope(any), Flavor(EnableOverride, ToSubclass, Translatable);
        Qualifier EmbeddedInstance : string = null, Scope(property, method, parameter);
        Qualifier EmbeddedObject : boolean = false, Scope(property, method, parameter), Flavor(DisableOverride, ToSubclass);
        Qualifier In : boolean = true, Scope(parameter), Flavor(DisableOverride, ToSubclass);
        Qualifier Indication : boolean = false, Scope(class, indication), Flavor(DisableOverride, ToSubclass);
        Qualifier Key : boolean = false, Scope(property, reference), Flavor(DisableOverride, ToSubclass);
        Qualifier MaxLen : uint32 = null, Scope(property, method, parameter);
        Qualifier Out : boolean = false, Scope(parameter), Flavor(DisableOverride, ToSubclass);
        Qualifier Override : string = null, Scope(property, reference, method), Flavor(EnableOverride, Restricted);
        Qualifier Structure : boolean = false, Scope(indication, class), Flavor(EnableOverride, Restricted);
        Qualifier Terminal : boolean = false, Scope(class, association, indication);
        Qualifier ValueMap : string[], Scope(property, method, parameter);
        """;

    private static readonly Dictionary<string, CimNamespace> Known = Compile(("qualifiers.mof", Qualifiers)).Namespaces.ToDictionary(space => space.Name);

    /// <summary>Compiles one text, to be found in errors as a.mof.</summary>
    public static MofResult Compile(string text, MofLimits? limits = null) =>
        new MofCompiler(new MofTexts(new Dictionary<string, string> { ["a.mof"] = text }), limits).Compile("a.mof", known: Known);

    /// <summary>Compiles texts that include each other, the first of them first, on top of nothing.</summary>
    public static MofResult Compile(params (string Name, string Text)[] texts) =>
        new MofCompiler(new MofTexts(texts.ToDictionary(text => text.Name, text => text.Text))).Compile(texts[0].Name);

    /// <summary>Compiles a text in which nothing is wrong.</summary>
    public static CimNamespace Good(string text)
    {
        var result = Compile(text);
        result.Diagnostics.Select(diagnostic => diagnostic.ToString()).Should().BeEmpty();
        return result.Namespaces.Single();
    }

    /// <summary>The value of a default that is written like this, of that type.</summary>
    public static CimValue Value(string type, string literal)
    {
        var array = type.EndsWith("[]", StringComparison.Ordinal);
        return Good($"[Structure] class T_Thing {{ {type.TrimEnd('[', ']')} Value{(array ? "[]" : "")} = {literal}; }};").Classes["T_Thing"].Properties[0].Default;
    }

    /// <summary>The errors and warnings of a text, each with its line and column.</summary>
    public static string[] Wrong(string text) =>
        [.. Compile(text).Diagnostics.Select(diagnostic => $"{diagnostic.Line}:{diagnostic.Column} {diagnostic.Message}")];
}
