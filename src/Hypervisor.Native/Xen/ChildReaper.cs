using System.Runtime.InteropServices;

namespace Hypervisor.Native.Xen;

/// <summary>
/// Tells libxenlight that one of its children may have ended. The library must not own SIGCHLD here: .NET has a handler for
/// it, and the library ends the process where it finds one (libxl_event.h, "Subprocess handling"). It reaps its own children only.
/// </summary>
internal sealed partial class ChildReaper
{
    // The signal tells it at once. It may get lost where another handler comes after ours: then this tells it a little later.
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    private const int ChildSignal = 17;
    private const nint Default = 0;

    private const int LooksApart = 4;

    private readonly Action reap;
    private readonly StuckChildren stuck;
    private readonly Timer timer;
    private readonly PosixSignalRegistration signal;
    private readonly Lock gate = new();
    private int busy;
    private int ticks;
    private int asked;

    /// <summary>Begins to wait for ends of children.</summary>
    /// <param name="reap">Tells the library.</param>
    /// <param name="stuck">Ends those that never would.</param>
    public ChildReaper(Action reap, StuckChildren stuck)
    {
        (this.reap, this.stuck) = (reap, stuck);
        timer = new(_ => Tick());

        // Some that start servers ignore the signal, and what is started inherits that: then the system would reap for us, and
        // nobody would learn how a child ended.
        _ = Signal(ChildSignal, Default);
        signal = PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => Reap());
    }

    /// <summary>Something is under way that may have children, until what is answered is disposed of.</summary>
    public IDisposable Busy()
    {
        Count(1);
        return new Work(this);
    }

    private void Count(int more)
    {
        lock (gate)
        {
            busy += more;
            timer.Change(busy > 0 ? Period : Timeout.InfiniteTimeSpan, busy > 0 ? Period : Timeout.InfiniteTimeSpan);
        }
    }

    private void Tick()
    {
        lock (gate)
        {
            if (++ticks % LooksApart == 0)
            {
                stuck.Look();
            }
        }

        Reap();
    }

    // The library may be busy for a while: then whoever comes leaves word, and one goes again.
    private void Reap()
    {
        if (Interlocked.Increment(ref asked) != 1)
        {
            return;
        }

        int answered;
        do
        {
            answered = Volatile.Read(ref asked);
            reap();
        }
        while (Interlocked.Add(ref asked, -answered) != 0);
    }

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint Signal(int number, nint handler);

    private sealed class Work(ChildReaper reaper) : IDisposable
    {
        public void Dispose()
        {
            reaper.Count(-1);

            // What ended last may have left a child behind.
            reaper.Reap();
            GC.KeepAlive(reaper.signal);
        }
    }
}
