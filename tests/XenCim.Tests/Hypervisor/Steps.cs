namespace XenCim.Tests.Hypervisor;

/// <summary>Progress as it was told, in order and at once.</summary>
internal sealed class Steps : IProgress<double>
{
    private readonly Lock gate = new();
    private readonly List<double> told = [];

    public IReadOnlyList<double> Told
    {
        get
        {
            lock (gate)
            {
                return [.. told];
            }
        }
    }

    public void Report(double value)
    {
        lock (gate)
        {
            told.Add(value);
        }
    }
}
