using System.Text.Json;

namespace Hypervisor.Native.Xen;

/// <summary>A context for one order at a time, with a thread that begins it and drives it to its end.</summary>
/// <param name="context">The context; nobody else uses it.</param>
/// <param name="eventType">How events are read.</param>
internal sealed class LibxlHand(nint context, LibxlType eventType)
{
    private const ulong AllEvents = ulong.MaxValue;

    /// <summary>Whether it can be used again.</summary>
    public bool IsWell { get; private set; } = true;

    /// <summary>Carries out an order, and answers the number that it ended with; 0 where all went well. Cancelled, the library is told to stop.</summary>
    public async Task<int> DoAsync(Func<nint, nint, int> begin, ChildReaper reaper, CancellationToken cancelled)
    {
        using var children = reaper.Watch(() => Libxl.libxl_childproc_sigchld_occurred(context));
        using var operation = new LibxlOperation();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var carrying = Task.Factory.StartNew(() => Carry(begin, operation, begun), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        // What has not begun cannot be told to stop.
        await Task.WhenAny(begun.Task, carrying).ConfigureAwait(false);

        // Telling the library to stop may wait for it; what it is told of stays until it has been told.
        var stopping = Task.CompletedTask;
        await using (cancelled.UnsafeRegister(_ => stopping = Task.Run(() => Libxl.libxl_ao_abort(context, operation.How)), null).ConfigureAwait(false))
        {
            await Task.WhenAny(carrying).ConfigureAwait(false);
        }

        await stopping.ConfigureAwait(false);
        return await carrying.ConfigureAwait(false);
    }

    private int Carry(Func<nint, nint, int> begin, LibxlOperation operation, TaskCompletionSource begun)
    {
        var code = begin(context, operation.How);
        begun.SetResult();
        if (code != 0)
        {
            return code;
        }

        // Waiting for events is what moves an order.
        while (true)
        {
            code = Libxl.libxl_event_wait(context, out var at, AllEvents, 0, 0);
            if (code != 0)
            {
                IsWell = false;
                return code;
            }

            var told = LibxlJson.Parse(eventType.ToJson(context, at));
            Libxl.libxl_event_free(context, at);
            if (told.Part("type.operation_complete") is { ValueKind: JsonValueKind.Object } end && told.Number("for_user") == operation.Number)
            {
                return (int)end.Number("rc");
            }
        }
    }
}
