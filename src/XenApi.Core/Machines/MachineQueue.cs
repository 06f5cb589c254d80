namespace XenApi.Core.Machines;

/// <summary>
/// What is to be done with one machine, one thing after the other. There is one hand: a job begins when the one before
/// it has ended.
/// </summary>
internal sealed class MachineQueue(Machine machine, Action<MachineQueue> whenIdle)
{
    private readonly Lock gate = new();
    private readonly Queue<Func<Machine, Task>> jobs = new();
    private readonly List<Watch> watches = [];
    private bool isBusy;
    private bool isAtJob;
    private bool isClosed;

    /// <summary>The machine.</summary>
    public Machine Machine => machine;

    /// <summary>Done when the jobs that are there now are.</summary>
    public Task Working { get; private set; } = Task.CompletedTask;

    /// <summary>Puts a job at the end; false where the queue has been given up and a new one is needed.</summary>
    public bool TryAdd(Func<Machine, Task> job)
    {
        lock (gate)
        {
            if (isClosed)
            {
                return false;
            }

            jobs.Enqueue(job);
            if (isBusy)
            {
                return true;
            }

            isBusy = true;
            Working = Task.Run(WorkAsync);
        }

        return true;
    }

    /// <summary>
    /// Waits until the machine is as wanted, between two jobs: what it is in the middle of one, as halted while it is
    /// started anew, is nobody's business. Null where the queue has been given up.
    /// </summary>
    public Task? TryWatch(Func<Model.Vm?, bool> isWanted, CancellationToken cancelled)
    {
        var watch = new Watch(isWanted);
        lock (gate)
        {
            if (isClosed)
            {
                return null;
            }

            watches.Add(watch);
            if (!isAtJob)
            {
                watch.Look(machine.Find());
            }
        }

        return WaitAsync(watch, cancelled);
    }

    private async Task WaitAsync(Watch watch, CancellationToken cancelled)
    {
        try
        {
            await watch.Done.WaitAsync(cancelled).ConfigureAwait(false);
        }
        finally
        {
            lock (gate)
            {
                watches.Remove(watch);
            }

            TryClose();
        }
    }

    // Jobs keep their failures to themselves: who gave them waits for the outcome elsewhere.
    private async Task WorkAsync()
    {
        while (true)
        {
            Func<Machine, Task>? job;
            lock (gate)
            {
                if (!jobs.TryDequeue(out job))
                {
                    isBusy = false;
                    break;
                }

                isAtJob = true;
            }

            await job(machine).ConfigureAwait(false);
            lock (gate)
            {
                isAtJob = false;
                foreach (var watch in watches)
                {
                    watch.Look(machine.Find());
                }
            }
        }

        TryClose();
    }

    private void TryClose()
    {
        lock (gate)
        {
            if (isBusy || isClosed || jobs.Count > 0 || watches.Count > 0)
            {
                return;
            }

            isClosed = true;
        }

        whenIdle(this);
    }

    private sealed class Watch(Func<Model.Vm?, bool> isWanted)
    {
        private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Done => done.Task;

        public void Look(Model.Vm? vm)
        {
            if (isWanted(vm))
            {
                done.TrySetResult();
            }
        }
    }
}
