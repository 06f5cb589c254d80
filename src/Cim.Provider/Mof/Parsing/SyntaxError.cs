namespace Cim.Provider.Mof.Parsing;

/// <summary>A production does not go on here; the reason is among the diagnostics, and reading goes on after the next <c>;</c>.</summary>
internal sealed class SyntaxError : Exception;
