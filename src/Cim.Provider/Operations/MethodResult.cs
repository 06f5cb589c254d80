using Cim.Provider.Schema;

namespace Cim.Provider.Operations;

/// <summary>What a method answers.</summary>
/// <param name="Value">What it returns.</param>
/// <param name="Outputs">Its output parameters.</param>
public sealed record MethodResult(CimValue Value, IReadOnlyList<CimPropertyValue> Outputs);
