namespace Cim.Provider.Mof.Syntax;

/// <summary>A value that an instance gives to a property.</summary>
internal sealed record AssignmentSyntax(List<QualifierSyntax> Qualifiers, Word Name, ValueSyntax Value);
