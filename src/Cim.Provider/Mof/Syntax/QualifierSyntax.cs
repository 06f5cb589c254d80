namespace Cim.Provider.Mof.Syntax;

/// <summary>A qualifier as it stands before an element.</summary>
internal sealed record QualifierSyntax(Word Name, ValueSyntax? Value, List<Word> Flavors)
{
    public static readonly List<QualifierSyntax> None = [];
}
