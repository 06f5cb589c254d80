namespace XenApi.Generator;

/// <summary>The names of Core that the generated code speaks.</summary>
internal static class Names
{
    public const string Declarations = "XenApi.Core.Declarations.";
    public const string XenClass = Declarations + "XenClassAttribute";
    public const string XenStruct = Declarations + "XenStructAttribute";
    public const string XenEnum = Declarations + "XenEnumAttribute";
    public const string Field = Declarations + "FieldAttribute";
    public const string Link = Declarations + "LinkAttribute";
    public const string Stored = Declarations + "StoredAttribute";
    public const string Call = Declarations + "CallAttribute";
    /// <summary>The place of <c>ApiVersion.Xapi</c> in its enumeration.</summary>
    public const int Xapi = 5;

    public const string Wire = Declarations + "WireAttribute";
}
