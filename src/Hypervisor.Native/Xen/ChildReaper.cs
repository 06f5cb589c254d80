using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

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
    private const int KillSignal = 9;
    private const nint Default = 0;

    private const int LooksApart = 4;

    private readonly ILogger log;
    private readonly StuckChildren stuck;
    private readonly Timer timer;
    private readonly PosixSignalRegistration signal;
    private readonly Lock gate = new();
    private ImmutableArray<Parent> parents = [];
    private int ticks;

    /// <summary>Begins to wait for ends of children.</summary>
    public ChildReaper(ILogger log)
    {
        this.log = log;
        stuck = new("/", Environment.ProcessId, End);
        timer = new(_ => Tick());

        // Some that start servers ignore the signal, and what is started inherits that: then the system would reap for us, and
        // nobody would learn how a child ended.
        _ = Signal(ChildSignal, Default);
        signal = PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => ReapAll());
    }

    /// <summary>Something is under way that may have children, until what is answered is disposed of.</summary>
    /// <param name="reap">Tells it of an end.</param>
    public IDisposable Watch(Action reap)
    {
        var parent = new Parent(this, reap);
        Change(all => all.Add(parent));
        return parent;
    }

    private void Change(Func<ImmutableArray<Parent>, ImmutableArray<Parent>> change)
    {
        lock (gate)
        {
            var wasIdle = parents.IsEmpty;
            parents = change(parents);
            if (wasIdle != parents.IsEmpty)
            {
                var period = wasIdle ? Period : Timeout.InfiniteTimeSpan;
                timer.Change(period, period);
            }
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

        ReapAll();
    }

    // One that is busy must not hold up the others.
    private void ReapAll()
    {
        ImmutableArray<Parent> all;
        lock (gate)
        {
            all = parents;
        }

        foreach (var parent in all)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static parent => parent.Reap(), parent, preferLocal: false);
        }
    }

    private void End(int child)
    {
        LogStuck(child);
        _ = Kill(child, KillSignal);
    }

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint Signal(int number, nint handler);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    [LoggerMessage(83, LogLevel.Warning, "Child {Child} of libxenlight stood still for ever, and is ended; what it did is done again.")]
    private partial void LogStuck(int child);

    private sealed class Parent(ChildReaper reaper, Action reap) : IDisposable
    {
        private int asked;

        // The library may be busy for a while: then whoever comes leaves word, and one goes again.
        public void Reap()
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

        public void Dispose()
        {
            reaper.Change(all => all.Remove(this));

            // What ended last may have left a child behind.
            Reap();
            GC.KeepAlive(reaper.signal);
        }
    }
}
