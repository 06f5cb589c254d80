namespace Hypervisor.Native.Xen;

/// <summary>A context for one order at a time, with a thread that drives what goes on in it.</summary>
/// <remarks>
/// An end is told by a callback, and the thread stays. Events would not do: an order may end while another thread tells the library
/// of the end of a child, and that does not wake who waits for an event.
/// </remarks>
internal sealed class LibxlHand
{
    private const ulong AllEvents = ulong.MaxValue;

    private readonly nint context;
    private readonly Action<int> deaf;

    /// <summary>Begins to drive a context.</summary>
    /// <param name="context">The context; nobody else uses it.</param>
    /// <param name="deaf">Is told where the library drives it no more, with the number of the failure.</param>
    public LibxlHand(nint context, Action<int> deaf)
    {
        (this.context, this.deaf) = (context, deaf);
        new Thread(Drive) { IsBackground = true, Name = "libxl order" }.Start();
    }

    /// <summary>Carries out an order, and answers the number that it ended with; 0 where all went well. Cancelled, the library is told to stop.</summary>
    public async Task<int> DoAsync(Func<nint, nint, int> begin, ChildReaper reaper, CancellationToken cancelled)
    {
        using var children = reaper.Watch(() => Libxl.libxl_childproc_sigchld_occurred(context));
        using var operation = new LibxlOperation();

        // The beginning may wait for a file, or build a guest, so it has a thread for that.
        var code = await Task.Factory.StartNew(() => begin(context, operation.How), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        if (code != 0)
        {
            return code;
        }

        // Telling the library to stop may wait for it; what it is told of stays until it has been told.
        var stopping = Task.CompletedTask;
        await using (cancelled.UnsafeRegister(_ => stopping = Task.Run(() => Libxl.libxl_ao_abort(context, operation.How)), null).ConfigureAwait(false))
        {
            code = await operation.Done.ConfigureAwait(false);
        }

        await stopping.ConfigureAwait(false);
        return code;
    }

    // Waiting for events is what moves an order.
    private void Drive()
    {
        int code;
        while ((code = Libxl.libxl_event_wait(context, out var at, AllEvents, 0, 0)) == 0)
        {
            Libxl.libxl_event_free(context, at);
        }

        deaf(code);
    }
}
