namespace Cim.Provider.Schema;

/// <summary>An element that bears qualifiers: those of its own declaration, not those that it inherits.</summary>
public abstract class QualifiedElement(string name, NamedList<CimQualifier> qualifiers) : CimElement(name)
{
    /// <summary>The qualifiers, in the order of the declaration.</summary>
    public NamedList<CimQualifier> Qualifiers { get; } = qualifiers;

    /// <summary>Whether a boolean qualifier stands here and is true.</summary>
    public bool Is(string qualifier) =>
        Qualifiers.Find(qualifier) is { Value: { Type: CimType.Boolean, IsNull: false, Boolean: true } };

    /// <summary>The text of a qualifier that stands here; null where there is none.</summary>
    public string? TextOf(string qualifier) =>
        Qualifiers.Find(qualifier) is { Value: { Type: CimType.String, IsNull: false } value } ? value.Text : null;
}
