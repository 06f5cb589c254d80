namespace Cim.Provider.CimXml;

/// <summary>An intrinsic operation of DSP0200.</summary>
/// <param name="Parameters">The names of its parameters.</param>
/// <param name="RunAsync">Does it, and writes what it returns.</param>
internal sealed record Operation(string[] Parameters, Func<OperationCall, Task> RunAsync)
{
    /// <summary>An operation that waits for nothing.</summary>
    public Operation(string[] parameters, Action<OperationCall> run)
        : this(parameters, call =>
        {
            run(call);
            return Task.CompletedTask;
        })
    {
    }
}
