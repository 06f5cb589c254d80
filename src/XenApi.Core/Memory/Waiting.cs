using System.Collections.Immutable;

namespace XenApi.Core.Memory;

/// <summary>A commit that waits for the writer.</summary>
internal abstract class Waiting
{
    /// <summary>The one that came after it, as long as they wait together.</summary>
    internal Waiting? Next { get; set; }

    /// <summary>Runs the function, perhaps not for the first time; the changes that it made, none where it failed.</summary>
    /// <param name="changes">What the function changes.</param>
    /// <param name="rows">Takes the rows of the changes.</param>
    internal abstract ImmutableArray<Change> Run(Changes changes, Rows rows);

    /// <summary>Answers the caller.</summary>
    /// <param name="failure">Why the batch did not come to be; null where it is on disk.</param>
    internal abstract void Answer(Exception? failure);
}

/// <summary>A commit that answers something.</summary>
internal sealed class Waiting<T>(Func<Changes, T> change) : Waiting
{
    private readonly TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? refusal;
    private T result = default!;

    internal Task<T> Task => answer.Task;

    internal override ImmutableArray<Change> Run(Changes changes, Rows rows)
    {
        refusal = null;
        try
        {
            result = change(changes);
            var done = changes.Finish();
            rows.Take(done);
            return done;
        }
        catch (Exception e)
        {
            // It fails its caller only; the others of the batch go on without it.
            refusal = e;
            return [];
        }
    }

    internal override void Answer(Exception? failure)
    {
        if ((refusal ?? failure) is { } e)
        {
            answer.SetException(e);
        }
        else
        {
            answer.SetResult(result);
        }
    }
}
