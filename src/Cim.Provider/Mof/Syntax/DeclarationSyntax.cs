using Cim.Provider.Mof.Parsing;

namespace Cim.Provider.Mof.Syntax;

/// <summary>What stands at the top of a file, with the file and the namespace it is for.</summary>
internal abstract record DeclarationSyntax
{
    public required MofText Text { get; init; }

    public required string Namespace { get; init; }
}
