namespace XenApi.Server;

/// <summary>
/// Gives back, once, the memory that only the start needed: a state that is read and a schema that is compiled leave half of
/// what they take behind. It stops the server for some milliseconds, for a third of a second with ten thousand machines, so
/// it waits for a moment in which nobody is being answered.
/// </summary>
internal static class Leftovers
{
    /// <summary>How long after the start, and again after each moment that will not do.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>Waits for the moment, and does it.</summary>
    /// <param name="isQuiet">Whether nobody is being answered.</param>
    /// <param name="time">The clock.</param>
    /// <param name="giveBack">Gives the memory back.</param>
    /// <param name="stopping">Set when the server stops.</param>
    public static async Task GiveBackAsync(Func<bool> isQuiet, TimeProvider time, Action giveBack, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false))
            {
                if (isQuiet())
                {
                    giveBack();
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The end came first.
        }
    }

    /// <summary>Collects all garbage and lets the system have what it took.</summary>
    public static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
