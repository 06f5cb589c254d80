using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Hypervisor.Native.Xen;

/// <summary>
/// What libxenlight says, in our log. Its numbers for failures say little: the last errors are kept, so that an order that
/// fails can tell why.
/// </summary>
internal sealed unsafe class LibxlLog : IDisposable
{
    private const int KeptMost = 64;
    private const int LineBytes = 1024;
    private const int DebugLevel = 1, InformationLevel = 5, WarningLevel = 7, ErrorLevel = 8, CriticalLevel = 9;

    private readonly ILogger log;
    private readonly Lock gate = new();
    private readonly Queue<(long Turn, string Line)> errors = new();
    private readonly nint table;
    private readonly GCHandle self;
    private long turn;

    public LibxlLog(ILogger log)
    {
        this.log = log;
        self = GCHandle.Alloc(this);

        // xentoollog.h: three functions, behind which the maker of a logger keeps what it likes.
        var logger = (nint*)NativeMemory.AllocZeroed(4, (nuint)sizeof(nint));
        logger[0] = (nint)(delegate* unmanaged[Cdecl]<nint, int, int, nint, nint, nint, void>)&Say;
        logger[2] = (nint)(delegate* unmanaged[Cdecl]<nint, void>)&End;
        logger[3] = GCHandle.ToIntPtr(self);
        table = (nint)logger;
    }

    /// <summary>The logger as the library takes it.</summary>
    public nint Table => table;

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
        lock (gate)
        {
            var lines = errors.Where(e => e.Turn >= then).Select(e => e.Line).Where(line => IsAbout(line, domain)).Select(Bare).Distinct().Take(3);
            return string.Join("; ", lines);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free((void*)table);
        self.Free();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Say(nint logger, int level, int error, nint context, nint format, nint arguments)
    {
        Span<byte> text = stackalloc byte[LineBytes];
        _ = Libxl.Format(text, LineBytes, format, arguments);
        fixed (byte* first = text)
        {
            var line = Libxl.TextAt((nint)first) ?? "";
            ((LibxlLog)GCHandle.FromIntPtr(((nint*)logger)[3]).Target!).Take(level, error > 0 ? $"{line} ({Marshal.GetPInvokeErrorMessage(error)})" : line);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void End(nint logger)
    {
    }

    // "libxl_create.c:1234:somewhere: Domain 5:what happened": the place in the source is for developers of Xen.
    private static string Bare(string line)
    {
        var at = line.IndexOf(": ", StringComparison.Ordinal);
        return at > 0 && line.AsSpan(0, at).Contains(".c:", StringComparison.Ordinal) ? line[(at + 2)..].Trim() : line.Trim();
    }

    private static bool IsAbout(string line, uint? domain) =>
        domain is null || !line.Contains("Domain ", StringComparison.Ordinal) || line.Contains($"Domain {domain}:", StringComparison.Ordinal);

    private void Take(int level, string line)
    {
        var ours = level switch
        {
            >= CriticalLevel => LogLevel.Critical,
            >= ErrorLevel => LogLevel.Error,
            >= WarningLevel => LogLevel.Warning,
            > InformationLevel => LogLevel.Information,
            > DebugLevel => LogLevel.Debug,
            _ => LogLevel.Trace,
        };
        if (level >= ErrorLevel)
        {
            lock (gate)
            {
                errors.Enqueue((turn++, line));
                if (errors.Count > KeptMost)
                {
                    errors.Dequeue();
                }
            }
        }

        // An order that fails is told where it was given; what the library says of it is the detail.
        log.Log(ours > LogLevel.Warning ? LogLevel.Warning : ours, new EventId(70, "libxl"), line, null, static (said, _) => said);
    }
}
