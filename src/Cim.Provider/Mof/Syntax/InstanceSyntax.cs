namespace Cim.Provider.Mof.Syntax;

/// <summary>An instance, at the top of a file or in the place of a value.</summary>
internal sealed record InstanceSyntax(int Offset, List<QualifierSyntax> Qualifiers, Word ClassName, Word? Alias, List<AssignmentSyntax> Values) : DeclarationSyntax
{
    /// <summary>Whether a part of it could not be read.</summary>
    public bool Broken { get; init; }
}
