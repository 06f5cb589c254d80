namespace XenApi.Core.Memory;

/// <summary>A journal that has nothing and keeps nothing: for a store that is only looked at.</summary>
public sealed class NoJournal : IJournal
{
    /// <inheritdoc/>
    public long Load(RowReader row) => 0;

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<Row> rows) => throw new JournalException("This state is only looked at.");

    /// <inheritdoc/>
    public ValueTask<Batch> AppendAsync(Batch batch) => throw new JournalException("This state is only looked at.");

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;
}
