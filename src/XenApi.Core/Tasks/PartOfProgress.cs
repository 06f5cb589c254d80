namespace XenApi.Core.Tasks;

/// <summary>The progress of one of several equal parts of a call.</summary>
/// <param name="whole">Where the whole is told.</param>
/// <param name="part">The place of the part, from 0.</param>
/// <param name="parts">How many there are.</param>
public sealed class PartOfProgress(IProgress<double> whole, int part, int parts) : IProgress<double>
{
    /// <inheritdoc/>
    public void Report(double value) => whole.Report((part + value) / parts);
}
