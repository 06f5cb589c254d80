using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace XenApi.Core.Memory;

/// <summary>
/// The journal in a SQLite file of its own. A batch is one transaction, on disk when it is done (write-ahead log,
/// <c>synchronous=FULL</c>). The file belongs to one process: nobody else can read or write it meanwhile.
/// </summary>
public sealed class SqliteJournal : IJournal
{
    private const string FileName = "state.db";

    private readonly StateLock held;
    private readonly SqliteConnection connection;
    private readonly string file;
    private readonly SqliteRows rows;

    private SqliteJournal(StateLock held, SqliteConnection connection, string file)
    {
        this.held = held;
        this.connection = connection;
        this.file = file;
        rows = new(connection);
    }

    /// <summary>Whether a directory has a journal.</summary>
    public static bool IsThere(string directory) => File.Exists(Path.Combine(directory, FileName));

    /// <summary>Opens the journal in a directory; makes both where they are not there.</summary>
    /// <exception cref="JournalException">
    /// Another server uses the directory, the file was written by a newer version, or it is no journal. Nothing is touched then.
    /// </exception>
    public static SqliteJournal Open(string directory) => Open(directory, SqliteSchema.Steps);

    /// <inheritdoc/>
    public long Load(RowReader row)
    {
        try
        {
            rows.Read(row);
            return rows.Generation();
        }
        catch (SqliteException e)
        {
            throw Unreadable(file, e);
        }
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<Row> some)
    {
        try
        {
            rows.Write(some);
        }
        catch (Exception e)
        {
            throw NotKept(e);
        }
    }

    /// <inheritdoc/>
    public ValueTask<Batch> AppendAsync(Batch batch)
    {
        try
        {
            rows.Commit(batch.Generation);
            return new(batch);
        }
        catch (Exception e)
        {
            throw NotKept(e);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        // The last connection writes the log back into the file and removes it.
        rows.Dispose();
        connection.Dispose();
        held.Dispose();
        return default;
    }

    internal static SqliteJournal Open(string directory, IReadOnlyList<string> steps)
    {
        var held = StateLock.Take(directory);
        var file = Path.Combine(directory, FileName);
        SqliteConnection? connection = null;
        try
        {
            SqliteSchema.RefuseStrangers(file, steps.Count);
            PrivateFile.Make(file);
            connection = new(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
            connection.Open();
            SqliteSchema.Bring(connection, steps);
            return new(held, connection, file);
        }
        catch (Exception e)
        {
            connection?.Dispose();
            held.Dispose();
            throw e is SqliteException failed ? Unreadable(file, failed) : e;
        }
    }

    /// <summary>Runs a statement on the connection, so that tests can make the disk small or read-only.</summary>
    internal void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    // Whatever the reason is, no later batch may find rows of this one in its transaction.
    private JournalException NotKept(Exception e) => rows.TryUndo() && !IsUnknown(e)
        ? new($"The change was not kept, nothing of it happened: {Reason(e)} (SQLite: {e.Message})", e)
        : new($"The journal failed, and nobody can tell whether the change is on disk. Put the disk in order and restart the server. (SQLite: {e.Message})", e, isUnknown: true);

    private static bool IsUnknown(Exception e) => e is SqliteException { SqliteErrorCode: raw.SQLITE_IOERR or raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB };

    private static string Reason(Exception e) => (e as SqliteException)?.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => "the disk is full",
        raw.SQLITE_READONLY => "the state can only be read",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "another process holds the state file",
        _ => "the journal refused it",
    };

    private static JournalException Unreadable(string file, SqliteException e) => e.SqliteErrorCode switch
    {
        raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT => new($"{file} is damaged or no state of this server. Nothing was overwritten: put back a copy, or move it away to begin anew. (SQLite: {e.Message})", e),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new($"{file} is held by another process.", e),
        _ => new($"{file} cannot be opened. (SQLite: {e.Message})", e),
    };
}
