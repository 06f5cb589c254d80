namespace Cim.Provider.Mof.Syntax;

/// <summary>A class, association or indication.</summary>
internal sealed record ClassSyntax(List<QualifierSyntax> Qualifiers, Word Name, Word? Superclass, List<FeatureSyntax> Features) : DeclarationSyntax
{
    /// <summary>Whether a part of it could not be read: what then seems to be missing may well be there.</summary>
    public bool Broken { get; init; }
}
