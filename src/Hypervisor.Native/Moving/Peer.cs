using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Hypervisor.Native.Moving;

/// <summary>
/// The other host while a domain moves: octets both ways, with an end to each wait. What it says is read as it comes, so that
/// nothing is lost where one reader hands over to the next.
/// </summary>
public sealed class Peer : IAsyncDisposable
{
    private const int PieceBytes = 256 * 1024;
    private const long AheadBytes = 1 << 20;
    private const int WordsMost = 500;

    private readonly Stream from;
    private readonly Stream to;
    private readonly Func<Task<string>>? said;
    private readonly TimeProvider time;
    private readonly Pipe inbox = new(new PipeOptions(pauseWriterThreshold: AheadBytes, resumeWriterThreshold: AheadBytes / 2, useSynchronizationContext: false));
    private readonly CancellationTokenSource closing = new();
    private readonly Task filling;

    /// <summary>A connection, which is this object's to close from now on.</summary>
    /// <param name="name">What the other host is called in errors.</param>
    /// <param name="from">What it says.</param>
    /// <param name="to">What is said to it; may be the same stream.</param>
    /// <param name="said">What the connection itself had to say, for errors: asked once it has ended.</param>
    /// <param name="time">The clock.</param>
    /// <param name="patience">How long to wait.</param>
    public Peer(string name, Stream from, Stream to, Func<Task<string>>? said = null, TimeProvider? time = null, MovePatience? patience = null)
    {
        (Name, this.from, this.to, this.said) = (name, from, to, said);
        this.time = time ?? TimeProvider.System;
        Patience = patience ?? MovePatience.Usual;
        filling = FillAsync();
    }

    /// <summary>What the other host is called in errors.</summary>
    public string Name { get; }

    /// <summary>How long to wait for it.</summary>
    internal MovePatience Patience { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync().ConfigureAwait(false);
        await CloseAsync(to).ConfigureAwait(false);
        await CloseAsync(from).ConfigureAwait(false);
        await filling.ConfigureAwait(false);
        closing.Dispose();
    }

    /// <summary>Waits for fixed words; anything else is an error, which has what came instead.</summary>
    internal async Task ExpectAsync(ReadOnlyMemory<byte> words, string meaning, TimeSpan patience, CancellationToken cancelled)
    {
        var came = await TakeAsync(words.Length, patience, cancelled).ConfigureAwait(false);
        if (!came.AsSpan().SequenceEqual(words.Span))
        {
            throw await UnwordedAsync(came, meaning).ConfigureAwait(false);
        }
    }

    /// <summary>Takes so many octets, and no more.</summary>
    internal async Task<byte[]> ReadAsync(int count, string meaning, TimeSpan patience, CancellationToken cancelled)
    {
        var came = await TakeAsync(count, patience, cancelled).ConfigureAwait(false);
        return came.Length == count ? came : throw await UnwordedAsync(came, meaning).ConfigureAwait(false);
    }

    /// <summary>Says something.</summary>
    internal async Task WriteAsync(ReadOnlyMemory<byte> octets, CancellationToken cancelled)
    {
        using var limit = new Limit(Patience.Stall, time, cancelled);
        try
        {
            await to.WriteAsync(octets, limit.Token).ConfigureAwait(false);
            await to.FlushAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsOver)
        {
            throw Unreachable($"{Name} took nothing for {Patience.Stall.TotalSeconds:0} s");
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            throw Unreachable($"The connection to {Name} broke: {e.Message}", e);
        }
    }

    /// <summary>Says all that comes from a stream, to its end.</summary>
    internal async Task SendAllAsync(Stream all, Action<int> sent, CancellationToken cancelled)
    {
        var piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            int read;
            while ((read = await all.ReadAsync(piece, cancelled).ConfigureAwait(false)) > 0)
            {
                await WriteAsync(piece.AsMemory(0, read), cancelled).ConfigureAwait(false);
                sent(read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    /// <summary>Passes what comes on to a stream, until that is enough; false where the other side hangs up before.</summary>
    internal async Task<bool> PassOnAsync(Stream sink, CancellationToken enough)
    {
        try
        {
            while (true)
            {
                var came = await ComingAsync(Patience.Stall, enough).ConfigureAwait(false);
                try
                {
                    foreach (var piece in came.Buffer)
                    {
                        await sink.WriteAsync(piece, enough).ConfigureAwait(false);
                    }
                }
                finally
                {
                    inbox.Reader.AdvanceTo(came.Buffer.End);
                }

                if (came.IsCompleted)
                {
                    return false;
                }
            }
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested)
        {
            return true;
        }
    }

    /// <summary>Reads on without looking, for a moment, so that what was said last can arrive before the connection ends.</summary>
    internal async Task DrainAsync()
    {
        using var moment = new CancellationTokenSource(Patience.LastWords, time);
        try
        {
            await PassOnAsync(Stream.Null, moment.Token).ConfigureAwait(false);
        }
        catch (HypervisorException)
        {
            // Nothing more comes.
        }
    }

    /// <summary>The failure with what the other side said meanwhile: its reason, where it has hung up.</summary>
    internal async Task<HypervisorException> ExplainedAsync(HypervisorException failure)
    {
        var words = await LastWordsAsync([]).ConfigureAwait(false);
        return words.Length == 0 ? failure : Unreachable($"{failure.Message.TrimEnd('.')}. {Name} said: {words}", failure);
    }

    /// <summary>The other host cannot be reached, or does not do what it should.</summary>
    internal static HypervisorException Unreachable(string what, Exception? cause = null) =>
        new(HypervisorFault.Unreachable, what.EndsWith('.') ? what : $"{what}.", cause);

    private static async Task CloseAsync(Stream stream)
    {
        try
        {
            await stream.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or OperationCanceledException)
        {
            // It is closed all the same.
        }
    }

    // One line, without what a terminal would take for an order.
    private static string Line(string text)
    {
        var line = string.Join("; ", text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        line = string.Concat(line.Where(c => c != '\0').Select(c => char.IsControl(c) || c == '\uFFFD' ? ' ' : c)).Trim();
        return line.Length > WordsMost ? $"…{line[^WordsMost..]}" : line;
    }

    private async Task FillAsync()
    {
        try
        {
            int read;
            while ((read = await from.ReadAsync(inbox.Writer.GetMemory(PieceBytes / 4), closing.Token).ConfigureAwait(false)) > 0)
            {
                inbox.Writer.Advance(read);
                await inbox.Writer.FlushAsync(closing.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // For whoever reads it has hung up, in one way or another.
        }
        finally
        {
            await inbox.Writer.CompleteAsync().ConfigureAwait(false);
        }
    }

    private async Task<ReadResult> ComingAsync(TimeSpan patience, CancellationToken cancelled)
    {
        using var limit = new Limit(patience, time, cancelled);
        try
        {
            return await inbox.Reader.ReadAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsOver)
        {
            throw Unreachable($"{Name} said nothing for {patience.TotalSeconds:0} s");
        }
    }

    // Fewer where it hangs up before.
    private async Task<byte[]> TakeAsync(int count, TimeSpan patience, CancellationToken cancelled)
    {
        var taken = new ArrayBufferWriter<byte>(Math.Max(count, 1));
        while (taken.WrittenCount < count)
        {
            var came = await ComingAsync(patience, cancelled).ConfigureAwait(false);
            var part = came.Buffer.Slice(0, Math.Min(came.Buffer.Length, count - taken.WrittenCount));
            foreach (var piece in part)
            {
                taken.Write(piece.Span);
            }

            inbox.Reader.AdvanceTo(part.End);
            if (came.IsCompleted && part.IsEmpty)
            {
                break;
            }
        }

        return taken.WrittenSpan.ToArray();
    }

    private async Task<HypervisorException> UnwordedAsync(byte[] came, string meaning)
    {
        var words = await LastWordsAsync(came).ConfigureAwait(false);
        return Unreachable(words.Length > 0 ? $"{Name} did not say that {meaning}, but: {words}" : $"{Name} hung up before it said that {meaning}");
    }

    // What it said before it hung up, and what the connection said of itself.
    private async Task<string> LastWordsAsync(byte[] came)
    {
        var words = new MemoryStream();
        words.Write(came);
        using var moment = new CancellationTokenSource(Patience.LastWords, time);
        try
        {
            while (words.Length < WordsMost)
            {
                var more = await inbox.Reader.ReadAsync(moment.Token).ConfigureAwait(false);
                words.Write(more.Buffer.ToArray());
                inbox.Reader.AdvanceTo(more.Buffer.End);
                if (more.IsCompleted)
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // It keeps silent, and stays.
        }

        var text = Encoding.UTF8.GetString(words.GetBuffer(), 0, (int)words.Length);
        var line = Line(text.StartsWith(Encoding.UTF8.GetString(MoveMarks.Refusal.Span), StringComparison.Ordinal) ? text[MoveMarks.Refusal.Length..] : text);
        var ofConnection = said is null ? "" : Line(await said().ConfigureAwait(false));
        return string.Join("; ", new[] { line, ofConnection }.Where(part => part.Length > 0));
    }

    // Ends when the time is over or somebody wants it to.
    private sealed class Limit : IDisposable
    {
        private readonly CancellationTokenSource alarm;
        private readonly CancellationTokenSource both;
        private readonly CancellationToken cancelled;

        public Limit(TimeSpan patience, TimeProvider time, CancellationToken cancelled)
        {
            alarm = new(patience, time);
            both = CancellationTokenSource.CreateLinkedTokenSource(alarm.Token, cancelled);
            this.cancelled = cancelled;
        }

        public CancellationToken Token => both.Token;

        public bool IsOver => alarm.IsCancellationRequested && !cancelled.IsCancellationRequested;

        public void Dispose()
        {
            both.Dispose();
            alarm.Dispose();
        }
    }
}
