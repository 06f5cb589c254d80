using Microsoft.Data.Sqlite;

namespace XenCim.Benchmarks;

/// <summary>Commits rows to SQLite with the journal's own settings and nothing around them.</summary>
internal sealed class BareLoop : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly SqliteCommand begin;
    private readonly SqliteCommand put;
    private readonly SqliteCommand commit;
    private readonly byte[][] ids = [.. Enumerable.Range(0, 64).Select(_ => Guid.NewGuid().ToByteArray())];
    private int next;

    public BareLoop(string directory, byte[] body)
    {
        connection = new($"Data Source={directory}/bare.db;Pooling=False");
        connection.Open();
        using var setup = Prepared(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE row (class TEXT, uuid BLOB, body BLOB, PRIMARY KEY (class, uuid)) WITHOUT ROWID");
        setup.ExecuteNonQuery();
        begin = Prepared("BEGIN IMMEDIATE");
        put = Prepared("INSERT OR REPLACE INTO row VALUES ('VM', $uuid, $body)");
        put.Parameters.Add("$uuid", SqliteType.Blob);
        put.Parameters.Add("$body", SqliteType.Blob).Value = body;
        commit = Prepared("COMMIT");
    }

    public void Commit(int rows)
    {
        begin.ExecuteNonQuery();
        for (var i = 0; i < rows; i++)
        {
            put.Parameters[0].Value = ids[next++ % ids.Length];
            put.ExecuteNonQuery();
        }

        commit.ExecuteNonQuery();
    }

    public void Dispose() => connection.Dispose();

    private SqliteCommand Prepared(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
