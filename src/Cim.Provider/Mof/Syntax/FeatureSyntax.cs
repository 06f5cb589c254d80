namespace Cim.Provider.Mof.Syntax;

/// <summary>A property, reference, method or parameter of a class.</summary>
internal abstract record FeatureSyntax(List<QualifierSyntax> Qualifiers, TypeSyntax Type, Word Name);
