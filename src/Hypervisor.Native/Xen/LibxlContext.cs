using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Hypervisor.Native.Xen;

/// <summary>
/// A way to libxenlight: a context, which is safe to use from several threads, one at a time, for what is answered at once; and
/// more contexts for orders that take their time.
/// </summary>
internal sealed partial class LibxlContext
{
    private const int MainLoopOwnsChildren = 1;
    private const ulong AllEvents = ulong.MaxValue;

    private readonly ILogger log;
    private readonly LibxlLog said;
    private readonly LibxlHands hands;
    private readonly nint children;
    private readonly nint hooks;
    private readonly nint self;

    private unsafe LibxlContext(ILogger log, ChildReaper reaper)
    {
        this.log = log;
        said = new(log);

        // Kept for as long as the process lives: the library does not copy them.
        children = (nint)NativeMemory.AllocZeroed(64);
        *(int*)children = MainLoopOwnsChildren;
        hooks = (nint)NativeMemory.AllocZeroed(64);
        ((nint*)hooks)[2] = (nint)(delegate* unmanaged[Cdecl]<nint, int, nint, int, void>)&Fail;
        self = GCHandle.ToIntPtr(GCHandle.Alloc(this));
        Handle = Allocate();
        hands = new(Allocate, LogNoEvents, reaper);
    }

    /// <summary>The context as the library takes it.</summary>
    public nint Handle { get; }

    /// <summary>The logger of the library and of its kin.</summary>
    public nint Logger => said.Table;

    /// <summary>The structures that this driver uses.</summary>
    public LibxlTypes Types { get; } = new();

    /// <summary>Opens the way. It stays open until the process ends.</summary>
    public static LibxlContext Open(ILogger log, ChildReaper reaper)
    {
        LibxlLibrary.Load();
        return new(log, reaper);
    }

    /// <summary>Begins to tell what happens to domains: each death or shutdown, by the number of the domain.</summary>
    public void Listen(Action<uint> happened)
    {
        var thread = new Thread(() => Drive(happened)) { IsBackground = true, Name = "libxl" };
        thread.Start();
    }

    /// <summary>Asks something that is answered at once; what goes wrong is thrown.</summary>
    public void Ask(string what, uint? domain, Func<int> call)
    {
        var then = said.Now;
        var code = Called(what, call);
        if (code < 0)
        {
            throw Failed(what, domain, code, then);
        }
    }

    /// <summary>Asks for a structure.</summary>
    public JsonElement Read(string what, uint? domain, LibxlType type, Func<nint, int> call)
    {
        using var answer = new LibxlValue(this, type);
        Ask(what, domain, () => call(answer.At));
        return answer.Read();
    }

    /// <summary>Reads an array of structures that the library made, and has it freed.</summary>
    public IReadOnlyList<JsonElement> Read(LibxlType type, nint list, int count, Action<nint, int> free)
    {
        if (list == 0)
        {
            return [];
        }

        try
        {
            return [.. Enumerable.Range(0, count).Select(i => LibxlJson.Parse(type.ToJson(Handle, list + (i * type.SizeBytes.Value))))];
        }
        finally
        {
            free(list, count);
        }
    }

    /// <summary>
    /// Carries out something that takes its time, in a context of its own: <paramref name="begin"/> gets that, and the <c>ao_how</c>.
    /// Where it is cancelled, the library is told to stop, and the order ends when it has: some things cannot be stopped any more.
    /// </summary>
    public async Task DoAsync(string what, uint? domain, Func<nint, nint, int> begin, CancellationToken cancelled = default)
    {
        var code = await TryAsync(what, domain, begin, cancelled).ConfigureAwait(false);
        if (code.Code != 0)
        {
            throw Failed(what, domain, code.Code, code.Then);
        }
    }

    /// <summary>The same, for what may fail in a way that is no failure: answers the number, and the point to ask for errors since.</summary>
    public async Task<(int Code, long Then)> TryAsync(string what, uint? domain, Func<nint, nint, int> begin, CancellationToken cancelled = default)
    {
        cancelled.ThrowIfCancellationRequested();
        var then = said.Now;
        var code = await hands.DoAsync((context, how) => Called(what, () => begin(context, how)), cancelled).ConfigureAwait(false);
        LogDone(what, domain, code);
        return code == LibxlCode.Aborted && cancelled.IsCancellationRequested ? throw new OperationCanceledException(cancelled) : (code, then);
    }

    /// <summary>What went wrong, with the library's own words.</summary>
    public HypervisorException Failed(string what, uint? domain, int code, long then)
    {
        var reason = said.Since(then, domain);
        var name = Libxl.TextAt(Libxl.libxl_error_to_string(code)) ?? $"{code}";
        var fault = LibxlCode.FaultOf(code);
        if (fault == HypervisorFault.Failed && (reason.Contains("Cannot allocate memory", StringComparison.Ordinal) || reason.Contains("not enough memory", StringComparison.OrdinalIgnoreCase)))
        {
            fault = HypervisorFault.OutOfMemory;
        }

        return new(fault, $"Could not {what} ({name}){(reason.Length > 0 ? $": {reason}" : ".")}");
    }

    private static int Called(string what, Func<int> call)
    {
        try
        {
            return call();
        }
        catch (EntryPointNotFoundException e)
        {
            throw new HypervisorException(HypervisorFault.Unsupported, $"Could not {what}: the libxenlight of this host is of a version that lacks it.", e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Fail(nint user, int type, nint message, int error) =>
        ((LibxlContext)GCHandle.FromIntPtr(user).Target!).LogDisaster(Libxl.TextAt(message) ?? "", error);

    private nint Allocate()
    {
        var code = Libxl.libxl_ctx_alloc(out var handle, 0, 0, said.Table);
        if (code != 0)
        {
            throw new HypervisorException(
                HypervisorFault.Unsupported, $"Xen cannot be reached (error {code}). Run as root in the control domain, with xenstored running. {said.Since(0, null)}".TrimEnd());
        }

        Libxl.libxl_childproc_setmode(handle, children, 0);
        Libxl.libxl_event_register_callbacks(handle, hooks, self);
        return handle;
    }

    private void Drive(Action<uint> happened)
    {
        while (true)
        {
            var code = Libxl.libxl_event_wait(Handle, out var at, AllEvents, 0, 0);
            if (code != 0)
            {
                LogNoEvents(code);
                return;
            }

            var news = LibxlJson.Parse(Types.Event.ToJson(Handle, at));
            Libxl.libxl_event_free(Handle, at);
            happened((uint)news.Number("domid"));
        }
    }

    [LoggerMessage(72, LogLevel.Debug, "Done: {What} of domain {Domain}, answer {Code}.")]
    private partial void LogDone(string what, uint? domain, int code);

    [LoggerMessage(73, LogLevel.Critical, "libxenlight has failed and may not work on: {Message} (error {Error}). Restart the server; guests run on.")]
    private partial void LogDisaster(string message, int error);

    [LoggerMessage(74, LogLevel.Critical, "libxenlight tells no more events (error {Code}). Restart the server; guests run on.")]
    private partial void LogNoEvents(int code);
}
