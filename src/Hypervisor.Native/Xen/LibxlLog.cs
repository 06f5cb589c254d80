using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Hypervisor.Native.Xen;

/// <summary>
/// What libxenlight says, in our log. Its numbers for failures say little: the last errors are kept, so that an order that
/// fails can tell why.
/// </summary>
/// <remarks>
/// The library writes by means of its own, into a pipe that is read here. It says things in children that it forks, too, and
/// there no managed code may run: only the thread that forked lives on in them.
/// </remarks>
internal sealed partial class LibxlLog
{
    private const int KeptMost = 64;
    private const int LineMost = 1024;
    private const int CloseOnExec = 0x80000;
    private const int DebugLevel = 1, NoticeLevel = 6;
    private const uint HideProgress = 4;
    private const char Mark = '\u0001';

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ILogger log;
    private readonly Lock gate = new();
    private readonly Queue<(long Turn, string Line)> errors = new();
    private readonly FileStream into;
    private readonly Lock writing = new();
    private long turn;
    private long marks;
    private TaskCompletionSource<long> seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LibxlLog(ILogger log)
    {
        this.log = log;
        Span<int> ends = stackalloc int[2];
        var stream = Pipe(ends, CloseOnExec) == 0 ? OpenStream(ends[1], "w") : 0;
        Table = stream == 0 ? 0 : CreateLogger(stream, log.IsEnabled(LogLevel.Debug) ? DebugLevel : NoticeLevel, HideProgress);
        if (Table == 0)
        {
            throw new HypervisorException(HypervisorFault.Failed, $"No log can be made for libxenlight: {Marshal.GetLastPInvokeErrorMessage()}.");
        }

        // The stream lives as long as the process, and its handle with it.
        into = new(new SafeFileHandle(ends[1], ownsHandle: false), FileAccess.Write, bufferSize: 0);
        var from = new SafeFileHandle(ends[0], ownsHandle: true);
        new Thread(() => Read(from)) { IsBackground = true, Name = "libxl log" }.Start();
    }

    /// <summary>The logger as the library takes it.</summary>
    public nint Table { get; }

    /// <summary>A point in time, to ask for errors since.</summary>
    public long Now
    {
        get
        {
            lock (gate)
            {
                return turn;
            }
        }
    }

    /// <summary>The errors since then that are about a domain, or about none; the first is the cause, mostly.</summary>
    public string Since(long then, uint? domain)
    {
        CatchUp();
        lock (gate)
        {
            var lines = errors.Where(e => e.Turn >= then).Select(e => e.Line).Where(line => IsAbout(line, domain)).Select(Bare).Distinct().Take(3);
            return string.Join("; ", lines);
        }
    }

    /// <summary>A line of the library: <c>libxl: error: what</c>.</summary>
    public static (LogLevel Level, string Said) Parse(string line)
    {
        var rest = line.AsSpan();
        for (var part = 0; part < 2 && rest.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon; part++)
        {
            LogLevel? level = rest[..colon] switch
            {
                "critical" => LogLevel.Critical,
                "error" => LogLevel.Error,
                "warning" => LogLevel.Warning,
                "notice" or "info" => LogLevel.Information,
                "detail" or "verbose" or "progress" => LogLevel.Debug,
                "debug" => LogLevel.Trace,
                _ => null,
            };
            rest = rest[(colon + 2)..];
            if (level is { } found)
            {
                return (found, rest.ToString());
            }
        }

        return (LogLevel.Information, line);
    }

    // "libxl_create.c:1234:somewhere: Domain 5:what happened": the place in the source is for developers of Xen.
    private static string Bare(string line)
    {
        var at = line.IndexOf(": ", StringComparison.Ordinal);
        return at > 0 && line.AsSpan(0, at).Contains(".c:", StringComparison.Ordinal) ? line[(at + 2)..].Trim() : line.Trim();
    }

    private static bool IsAbout(string line, uint? domain) =>
        domain is null || !line.Contains("Domain ", StringComparison.Ordinal) || line.Contains($"Domain {domain}:", StringComparison.Ordinal);

    // What the library has said by now stands before our mark in the pipe.
    private void CatchUp()
    {
        Task<long> reading;
        long mark;
        lock (gate)
        {
            mark = ++marks;
            reading = seen.Task;
        }

        var until = DateTime.UtcNow + Patience;
        lock (writing)
        {
            into.Write(Encoding.ASCII.GetBytes($"{Mark}{mark}\n"));
        }

        while (reading.Wait(until > DateTime.UtcNow ? until - DateTime.UtcNow : TimeSpan.Zero) && reading.Result < mark)
        {
            lock (gate)
            {
                reading = seen.Task;
            }
        }
    }

    private void Read(SafeFileHandle from)
    {
        using var reader = new StreamReader(new FileStream(from, FileAccess.Read, bufferSize: 0), Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith(Mark))
            {
                Pass(long.TryParse(line.AsSpan(1), out var mark) ? mark : 0);
            }
            else
            {
                Take(line.Length > LineMost ? line[..LineMost] : line);
            }
        }
    }

    private void Pass(long mark)
    {
        lock (gate)
        {
            seen.TrySetResult(mark);
            seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private void Take(string line)
    {
        var (level, said) = Parse(line);
        if (level >= LogLevel.Error)
        {
            lock (gate)
            {
                errors.Enqueue((turn++, said));
                if (errors.Count > KeptMost)
                {
                    errors.Dequeue();
                }
            }
        }

        // An order that fails is told where it was given; what the library says of it is the detail.
        log.Log(level > LogLevel.Warning ? LogLevel.Warning : level, new EventId(70, "libxl"), said, null, static (text, _) => text);
    }

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    private static partial int Pipe(Span<int> ends, int flags);

    [LibraryImport("libc", EntryPoint = "fdopen", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint OpenStream(int file, string mode);

    [LibraryImport(LibxlLibrary.Log, EntryPoint = "xtl_createlogger_stdiostream", SetLastError = true)]
    private static partial nint CreateLogger(nint stream, int leastLevel, uint flags);
}
