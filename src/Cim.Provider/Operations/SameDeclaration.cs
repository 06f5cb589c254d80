using Cim.Provider.Schema;

namespace Cim.Provider.Operations;

/// <summary>
/// Whether a declaration says what another one says already, as far as a server acts upon it. Compilers of others send the whole schema of DMTF before
/// anything of their own: with its prose, which ours leaves out, and with other flavors.
/// </summary>
internal static class SameDeclaration
{
    private static readonly string[] ActedUpon =
    [
        "Abstract", "Association", "Indication", "Version", "Key", "Override", "Write", "Required", "Static", "In", "Out", "EmbeddedInstance", "EmbeddedObject",
        "Xen_Source", "Xen_Value", "Xen_Ends",
    ];

    /// <summary>Qualifier types: the same type and default, and one scope within the other. Flavors may differ.</summary>
    public static bool Is(CimQualifierType own, CimQualifierType sent) =>
        own.Type == sent.Type
        && own.ArraySize == sent.ArraySize
        && (own.Default == sent.Default || own.Default.IsNull || sent.Default.IsNull)
        && (own.Scope & sent.Scope & CimScope.Any) is var both && (both == (own.Scope & CimScope.Any) || both == (sent.Scope & CimScope.Any));

    /// <summary>Classes: the same above, the same elements of the same types, and the same qualifiers where the server acts upon them.</summary>
    public static bool Is(CimClass own, CimClass sent) =>
        IsName(own.Superclass, sent.Superclass)
        && AreQualified(own, sent)
        && Are(own.Properties, sent.Properties, (mine, other) => IsSlot(mine.Slot, other.Slot) && mine.Default == other.Default && AreQualified(mine, other))
        && Are(own.Methods, sent.Methods, IsMethod);

    private static bool IsMethod(CimMethod own, CimMethod sent) =>
        own.Returns == sent.Returns
        && AreQualified(own, sent)
        && own.Parameters.Select(one => one.Name).SequenceEqual(sent.Parameters.Select(one => one.Name), StringComparer.OrdinalIgnoreCase)
        && Are(own.Parameters, sent.Parameters, (mine, other) => IsSlot(mine.Slot, other.Slot) && AreQualified(mine, other));

    private static bool Are<T>(NamedList<T> own, NamedList<T> sent, Func<T, T, bool> same)
        where T : CimElement => own.Count == sent.Count && own.All(mine => sent.Find(mine.Name) is { } other && same(mine, other));

    private static bool IsSlot(CimSlot own, CimSlot sent) => own.Type == sent.Type && own.ArraySize == sent.ArraySize && IsName(own.ReferenceClass, sent.ReferenceClass);

    private static bool AreQualified(QualifiedElement own, QualifiedElement sent) => Array.TrueForAll(ActedUpon, name => Said(own, name) == Said(sent, name));

    // A boolean that is not there says no, only In says yes (DSP0004 §5.6.3).
    private static string Said(QualifiedElement element, string name) => element.Qualifiers.Find(name)?.Value is { } value
        ? value.ToString().ToUpperInvariant() is var text && text == (name == "In" ? "TRUE" : "FALSE") ? "" : text
        : "";

    private static bool IsName(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
