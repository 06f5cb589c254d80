namespace XenApi.Core.Memory;

/// <summary>The state: one writer, many readers.</summary>
public sealed class Store : IAsyncDisposable
{
    private Store()
    {
    }

    /// <summary>The state as it is now.</summary>
    public Snapshot Current { get; private set; } = Snapshot.Empty;

    /// <summary>The commits as news.</summary>
    public Feed Feed { get; } = new(16, 0);

    /// <summary>Reads what the journal keeps.</summary>
    public static Store Open(IJournal journal, int feedWindow, TimeProvider time) => throw new NotSupportedException();

    /// <summary>Commits a change; when this is done it is on disk.</summary>
    public Task CommitAsync(Action<Changes> change) => throw new NotSupportedException();

    /// <summary>Commits a change that answers something.</summary>
    public Task<T> CommitAsync<T>(Func<Changes, T> change) => throw new NotSupportedException();

    /// <summary>Finishes the commits that wait and closes the journal.</summary>
    public ValueTask DisposeAsync() => throw new NotSupportedException();
}
