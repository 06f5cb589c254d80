namespace Cim.Provider.Mof.Syntax;

/// <summary>A property or reference of a class.</summary>
internal sealed record PropertySyntax(List<QualifierSyntax> Qualifiers, TypeSyntax Type, Word Name, ValueSyntax? Value) : FeatureSyntax(Qualifiers, Type, Name);
