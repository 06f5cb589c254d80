namespace Cim.Provider.Mof.Parsing;

/// <summary>Gathers what is wrong.</summary>
internal sealed class Diagnostics(int errorsMost)
{
    private readonly List<(MofText Text, int Offset, MofDiagnostic Diagnostic)> found = [];

    public int Errors { get; private set; }

    /// <summary>Everything, by file and place.</summary>
    public IEnumerable<MofDiagnostic> Sorted => found.OrderBy(item => item.Text.Order).ThenBy(item => item.Offset).Select(item => item.Diagnostic);

    /// <exception cref="MofStop">There are too many errors.</exception>
    public void Error(MofText text, int offset, string message)
    {
        Add(MofSeverity.Error, text, offset, message);
        if (++Errors == errorsMost)
        {
            Add(MofSeverity.Error, text, int.MaxValue, $"these are {errorsMost} errors: the rest was not looked at");
            throw new MofStop();
        }
    }

    /// <summary>Says what ends the compilation.</summary>
    public MofStop Fatal(MofText text, int offset, string message)
    {
        Add(MofSeverity.Error, text, offset, message);
        Errors++;
        return new();
    }

    public void Warning(MofText text, int offset, string message)
    {
        if (found.Count < errorsMost * 2)
        {
            Add(MofSeverity.Warning, text, offset, message);
        }
    }

    private void Add(MofSeverity severity, MofText text, int offset, string message) =>
        found.Add((text, offset, text.Diagnostic(severity, offset, message)));
}
