namespace Cim.Provider.Mof.Syntax;

/// <summary>A parameter of a method.</summary>
internal sealed record ParameterSyntax(List<QualifierSyntax> Qualifiers, TypeSyntax Type, Word Name) : FeatureSyntax(Qualifiers, Type, Name);
