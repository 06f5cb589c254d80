using System.Buffers;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace XenApi.Core.Memory;

/// <summary>The statements of the journal on one connection, prepared once.</summary>
internal sealed class SqliteRows : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly SqliteCommand begin;
    private readonly SqliteCommand put;
    private readonly SqliteCommand delete;
    private readonly SqliteCommand advance;
    private readonly SqliteCommand commit;
    private readonly ArrayBufferWriter<byte> body = new();
    private readonly JsonValueWriter writer;

    internal SqliteRows(SqliteConnection connection)
    {
        this.connection = connection;
        writer = new(body, ApiVersion.Xend);
        begin = Prepare("BEGIN IMMEDIATE");
        put = Prepare("INSERT OR REPLACE INTO row (class, uuid, body) VALUES ($class, $uuid, $body)", "$class", "$uuid", "$body");
        delete = Prepare("DELETE FROM row WHERE class = $class AND uuid = $uuid", "$class", "$uuid");
        advance = Prepare("UPDATE journal SET generation = $generation", "$generation");
        commit = Prepare("COMMIT");
    }

    public void Dispose()
    {
        foreach (var command in (SqliteCommand[])[begin, put, delete, advance, commit])
        {
            command.Dispose();
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

    /// <summary>Writes a batch in one transaction; when this is done it is on disk.</summary>
    internal void Write(Batch batch)
    {
        begin.ExecuteNonQuery();
        foreach (var row in batch.Rows())
        {
            if (row.After is { } after)
            {
                body.ResetWrittenCount();
                writer.Reset(body);
                after.WriteRow(writer);
                writer.Flush();
                Run(put, row.Class.Name, row.Id.ToByteArray(bigEndian: true), body.WrittenSpan.ToArray());
            }
            else
            {
                Run(delete, row.Class.Name, row.Id.ToByteArray(bigEndian: true));
            }
        }

        Run(advance, batch.Generation);
        commit.ExecuteNonQuery();
    }

    /// <summary>Undoes what a failed write has begun; false where that fails too.</summary>
    internal bool TryUndo()
    {
        if (raw.sqlite3_get_autocommit(connection.Handle) != 0)
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

    private static void Run(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        command.ExecuteNonQuery();
    }

    private SqliteCommand Prepare(string sql, params ReadOnlySpan<string> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new() { ParameterName = parameter });
        }

        command.Prepare();
        return command;
    }
}
