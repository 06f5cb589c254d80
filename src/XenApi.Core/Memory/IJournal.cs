namespace XenApi.Core.Memory;

/// <summary>
/// Where commits are kept. The rows of a batch are written in one or several parts, as they are made; a change is true
/// once <see cref="AppendAsync"/> comes back: the whole batch is safe from a crash then. Of what was written before an
/// exception, nothing is kept.
/// </summary>
public interface IJournal : IAsyncDisposable
{
    /// <summary>Reads all that is kept.</summary>
    /// <param name="row">Takes each row: class, and its body.</param>
    /// <returns>The generation of the last commit.</returns>
    /// <exception cref="JournalException">It cannot be read.</exception>
    long Load(RowReader row);

    /// <summary>Writes rows of the batch that is kept next, after those that were written for it before.</summary>
    /// <param name="rows">Of each object, one version or several: the last one counts. The memory is the store's again after the call.</param>
    /// <exception cref="JournalException">They cannot be kept, or nobody can tell what is on disk; the batch is given up.</exception>
    void Write(ReadOnlySpan<Row> rows);

    /// <summary>Keeps a batch of commits, all of its rows or none, and hands it back as it is to be applied.</summary>
    /// <exception cref="JournalException">It was not kept, or nobody can tell whether it was.</exception>
    ValueTask<Batch> AppendAsync(Batch batch);
}

/// <summary>Takes a row that the journal has.</summary>
/// <param name="className">The wire name of the class.</param>
/// <param name="body">The object in JSON; the memory is the journal's again after the call.</param>
public delegate void RowReader(string className, ReadOnlyMemory<byte> body);
