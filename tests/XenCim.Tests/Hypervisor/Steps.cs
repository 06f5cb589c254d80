namespace XenCim.Tests.Hypervisor;

/// <summary>Progress as it was told, in order and at once.</summary>
internal sealed class Steps : IProgress<double>
{
    private readonly Lock gate = new();
    private readonly List<double> told = [];
    private TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);

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

    /// <summary>Done when so many have been told.</summary>
    public async Task WhenToldAsync(int count)
    {
        while (true)
        {
            Task more;
            lock (gate)
            {
                if (told.Count >= count)
                {
                    return;
                }

                more = next.Task;
            }

            await more.WaitAsync(HypervisorBench.Patience);
        }
    }

    public void Report(double value)
    {
        lock (gate)
        {
            told.Add(value);
            next.TrySetResult();
            next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
