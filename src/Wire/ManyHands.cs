using System.Runtime.ExceptionServices;

namespace Wire;

/// <summary>
/// Writes a long row of things into one answer with as many hands as there are processors: each takes the next few things
/// and writes them into a part of its own, and the parts are joined in order. The caller is one of the hands and waits for
/// no other to begin: where the others are busy elsewhere, it writes everything itself.
/// </summary>
public static class ManyHands
{
    private const int PartItems = 128;

    /// <summary>How many things all hands write in one go.</summary>
    public static int ItemsAtOnce { get; } = PartItems * Environment.ProcessorCount;

    /// <summary>Writes things one after the other.</summary>
    public delegate void PartWriter<T>(AnswerBuffer part, ReadOnlySpan<T> items);

    /// <summary>Writes all things.</summary>
    /// <param name="answer">Where they go.</param>
    /// <param name="items">The things.</param>
    /// <param name="write">Writes some of them; it may run on several threads at a time.</param>
    public static void Write<T>(AnswerBuffer answer, ReadOnlyMemory<T> items, PartWriter<T> write) =>
        Write(answer, items, write, PartItems, Environment.ProcessorCount);

    internal static void Write<T>(AnswerBuffer answer, ReadOnlyMemory<T> items, PartWriter<T> write, int partItems, int most)
    {
        var parts = (items.Length + partItems - 1) / partItems;
        var hands = Math.Min(most, parts);
        if (hands < 2)
        {
            write(answer, items.Span);
            return;
        }

        var work = new Work<T>(items, write, partItems, parts);
        for (var i = 1; i < hands; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: false);
        }

        work.Execute();
        work.Join(answer);
    }

    private sealed class Work<T>(ReadOnlyMemory<T> items, PartWriter<T> write, int partItems, int count) : IThreadPoolWorkItem
    {
        private readonly AnswerBuffer?[] parts = new AnswerBuffer?[count];
        private readonly ManualResetEventSlim done = new();
        private ExceptionDispatchInfo? failure;
        private int taken;
        private int written;

        public void Execute()
        {
            for (var i = Interlocked.Increment(ref taken) - 1; i < parts.Length; i = Interlocked.Increment(ref taken) - 1)
            {
                try
                {
                    var begin = i * partItems;
                    parts[i] = new();
                    write(parts[i]!, items.Span[begin..Math.Min(begin + partItems, items.Length)]);
                }
                catch (Exception e)
                {
                    failure = ExceptionDispatchInfo.Capture(e);
                }

                if (Interlocked.Increment(ref written) == parts.Length)
                {
                    done.Set();
                }
            }
        }

        public void Join(AnswerBuffer answer)
        {
            done.Wait();
            foreach (var part in parts)
            {
                if (failure is null)
                {
                    answer.Join(part!);
                }
                else
                {
                    part!.Dispose();
                }
            }

            failure?.Throw();
        }
    }
}
