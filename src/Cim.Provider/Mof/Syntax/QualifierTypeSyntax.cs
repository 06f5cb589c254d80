namespace Cim.Provider.Mof.Syntax;

/// <summary>The declaration of a qualifier type.</summary>
internal sealed record QualifierTypeSyntax(Word Name, TypeSyntax Type, ValueSyntax? Value, List<Word> Scope, List<Word> Flavors) : DeclarationSyntax;
