namespace Cim.Provider.Mof.Syntax;

/// <summary>A method of a class.</summary>
internal sealed record MethodSyntax(List<QualifierSyntax> Qualifiers, TypeSyntax Type, Word Name, List<ParameterSyntax> Parameters) : FeatureSyntax(Qualifiers, Type, Name);
