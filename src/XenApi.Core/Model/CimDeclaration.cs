using XenApi.Core.Declarations;

namespace XenApi.Core.Model;

/// <summary>A class, a qualifier type or an instance that a client of CIM has added to the schema: kept as its text.</summary>
[XenClass("cim_declaration", "What clients of CIM have added to the schema.", Documented = Implicit.None, Undocumented = Implicit.None, Since = ApiVersion.Unlisted)]
public sealed partial record CimDeclaration : XenObject
{
    [Field("namespace", Access.ReadOnly, "The namespace that it is in.")]
    public string Namespace { get; init; } = "";

    [Field("kind", Access.ReadOnly, "What it is: qualifier, class or instance.")]
    public string Kind { get; init; } = "";

    [Field("name", Access.ReadOnly, "Its name; of an instance its path.")]
    public string Name { get; init; } = "";

    [Field("text", Access.ReadOnly, "What was declared, in MOF.")]
    public string Text { get; init; } = "";

    [Field("place", Access.ReadOnly, "Its place in the order of declaration.")]
    public long Place { get; init; }
}
