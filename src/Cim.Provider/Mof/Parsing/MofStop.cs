namespace Cim.Provider.Mof.Parsing;

/// <summary>The compilation ends here; the reason is among the diagnostics.</summary>
internal sealed class MofStop : Exception;
