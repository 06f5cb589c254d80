namespace Cim.Provider.Mof;

/// <summary>Something that is wrong with a text in MOF, and where.</summary>
/// <param name="Severity">How much it weighs.</param>
/// <param name="File">The file, as it was named.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1, in units of UTF-16.</param>
/// <param name="Message">What is wrong and what would be right.</param>
/// <param name="Source">The line itself, with a second line that points to the column; of a long line, the part around it.</param>
public sealed record MofDiagnostic(MofSeverity Severity, string File, int Line, int Column, string Message, string Source)
{
    /// <summary>The diagnostic as it is shown, on three lines.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}: {Severity.ToString().ToLowerInvariant()}: {Message}\n{Source}";
}
