using System.Collections.Immutable;
using Cim.Provider.Mof;

namespace Cim.Provider.Operations;

/// <summary>What became of an import, or would become of it.</summary>
/// <param name="Diagnostics">What the compiler says.</param>
/// <param name="Faults">Why the schema would not hold together with it; none where the compiler has found errors.</param>
/// <param name="Declarations">How many classes, qualifier types and instances there are.</param>
/// <param name="Changed">How many of them are new, or are not as they were.</param>
public sealed record MofImport(ImmutableArray<MofDiagnostic> Diagnostics, ImmutableArray<string> Faults, int Declarations, int Changed)
{
    /// <summary>Whether nothing is wrong.</summary>
    public bool IsGood => Faults.IsEmpty && Diagnostics.All(diagnostic => diagnostic.Severity != MofSeverity.Error);
}
