using System.Collections.Immutable;
using Cim.Provider.Schema;

namespace Cim.Provider.Mof;

/// <summary>What became of a compilation.</summary>
/// <param name="Namespaces">What was declared, by namespace; none where there is an error.</param>
/// <param name="Diagnostics">Errors and warnings, by file and place.</param>
/// <param name="Files">How many files were read.</param>
/// <param name="Bytes">Their size together.</param>
public sealed record MofResult(ImmutableArray<CimNamespace> Namespaces, ImmutableArray<MofDiagnostic> Diagnostics, int Files, long Bytes)
{
    /// <summary>Whether there is no error.</summary>
    public bool IsGood => Diagnostics.All(diagnostic => diagnostic.Severity != MofSeverity.Error);

    /// <summary>What was declared in a namespace, or null.</summary>
    public CimNamespace? Find(string name) => Namespaces.FirstOrDefault(space => space.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
