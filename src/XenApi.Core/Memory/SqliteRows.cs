using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using XenApi.Core.Model;

namespace XenApi.Core.Memory;

/// <summary>The statements of the journal on one connection, prepared once.</summary>
internal sealed class SqliteRows : IDisposable
{
    private static readonly byte[][] names = [.. XenModel.Classes.Select(c => Encoding.UTF8.GetBytes(c.Name))];

    private readonly SqliteConnection connection;
    private readonly SqliteStatement begin;
    private readonly SqliteStatement put;
    private readonly SqliteStatement delete;
    private readonly SqliteStatement advance;
    private readonly SqliteStatement commit;

    internal SqliteRows(SqliteConnection connection)
    {
        this.connection = connection;
        begin = new(connection, "BEGIN IMMEDIATE");
        put = new(connection, "INSERT OR REPLACE INTO row (class, uuid, body) VALUES (?1, ?2, ?3)");
        delete = new(connection, "DELETE FROM row WHERE class = ?1 AND uuid = ?2");
        advance = new(connection, "UPDATE journal SET generation = ?1");
        commit = new(connection, "COMMIT");
    }

    private bool IsBegun => raw.sqlite3_get_autocommit(connection.Handle) == 0;

    public void Dispose()
    {
        foreach (var statement in (SqliteStatement[])[begin, put, delete, advance, commit])
        {
            statement.Dispose();
        }
    }

    /// <summary>Gives every row to the reader.</summary>
    internal void Read(RowReader row)
    {
        using var select = Prepare("SELECT class, body FROM row");
        using var found = select.ExecuteReader();
        while (found.Read())
        {
            row(found.GetString(0), found.GetFieldValue<byte[]>(1));
        }
    }

    /// <summary>The number of the last commit.</summary>
    internal long Generation()
    {
        using var select = Prepare("SELECT generation FROM journal");
        return (long)select.ExecuteScalar()!;
    }

    /// <summary>Writes rows; the first ones begin a transaction.</summary>
    internal void Write(ReadOnlySpan<Row> rows)
    {
        Begin();
        foreach (ref readonly var row in rows)
        {
            if (row.Body is { } body)
            {
                put.Bind(3, body.Span);
                Run(put, in row);
            }
            else
            {
                Run(delete, in row);
            }
        }
    }

    /// <summary>Ends the transaction with the number of its last commit; when this is done it is on disk.</summary>
    internal void Commit(long generation)
    {
        Begin();
        advance.Bind(1, generation);
        advance.Run();
        commit.Run();
    }

    /// <summary>Undoes what a failed write has begun; false where that fails too.</summary>
    internal bool TryUndo()
    {
        if (!IsBegun)
        {
            return true;
        }

        try
        {
            using var rollback = Prepare("ROLLBACK");
            rollback.ExecuteNonQuery();
            return true;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    private void Begin()
    {
        if (!IsBegun)
        {
            begin.Run();
        }
    }

    private static void Run(SqliteStatement statement, in Row row)
    {
        Span<byte> id = stackalloc byte[16];
        row.Id.TryWriteBytes(id, bigEndian: true, out _);
        statement.BindText(1, names[row.Class.Index]);
        statement.Bind(2, id);
        statement.Run();
    }

    private SqliteCommand Prepare(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Prepare();
        return command;
    }
}
