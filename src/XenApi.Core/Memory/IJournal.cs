namespace XenApi.Core.Memory;

/// <summary>
/// Where commits are kept. A change is true once the journal has it: <see cref="AppendAsync"/> comes back when the
/// whole batch is safe from a crash, and hands back the batch as it is to be applied.
/// </summary>
public interface IJournal : IAsyncDisposable
{
    /// <summary>Reads all that is kept.</summary>
    /// <param name="row">Takes each row: class, and its body.</param>
    /// <returns>The generation of the last commit.</returns>
    long Load(RowReader row);

    /// <summary>Keeps a batch of commits, all of it or nothing.</summary>
    ValueTask<Batch> AppendAsync(Batch batch, CancellationToken cancelled);
}

/// <summary>Takes a row that the journal has.</summary>
public delegate void RowReader(string className, ReadOnlySpan<byte> body);
