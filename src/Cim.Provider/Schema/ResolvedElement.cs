namespace Cim.Provider.Schema;

/// <summary>An element of a resolved class, with all the qualifiers that hold on it.</summary>
public abstract class ResolvedElement(string name, NamedList<ResolvedQualifier> qualifiers) : CimElement(name)
{
    /// <summary>The qualifiers that hold: those declared here, and those handed down.</summary>
    public NamedList<ResolvedQualifier> Qualifiers { get; } = qualifiers;

    /// <summary>Whether a boolean qualifier holds.</summary>
    public bool Is(string qualifier) =>
        Qualifiers.Find(qualifier) is { Value: { Type: CimType.Boolean, IsNull: false, Boolean: true } };

    /// <summary>The text of a qualifier; null where none holds.</summary>
    public string? TextOf(string qualifier) =>
        Qualifiers.Find(qualifier) is { Value: { Type: CimType.String, IsNull: false } value } ? value.Text : null;

    /// <summary>The texts of a qualifier that is an array of texts; none where none holds.</summary>
    public IEnumerable<string> TextsOf(string qualifier) =>
        Qualifiers.Find(qualifier) is { Value: { Type: CimType.StringArray, IsNull: false } value } ? value.Items.Select(item => item.Text) : [];
}
