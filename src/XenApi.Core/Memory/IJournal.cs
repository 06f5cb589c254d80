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
    /// <exception cref="JournalException">It cannot be read.</exception>
    long Load(RowReader row);

    /// <summary>Keeps a batch of commits, all of it or nothing.</summary>
    /// <exception cref="JournalException">It was not kept, or nobody can tell whether it was.</exception>
    ValueTask<Batch> AppendAsync(Batch batch);
}

/// <summary>Takes a row that the journal has.</summary>
/// <param name="className">The wire name of the class.</param>
/// <param name="body">The object in JSON; the memory is the journal's again after the call.</param>
public delegate void RowReader(string className, ReadOnlyMemory<byte> body);
