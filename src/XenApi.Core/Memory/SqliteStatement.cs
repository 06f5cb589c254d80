using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace XenApi.Core.Memory;

/// <summary>
/// A prepared statement that answers no rows. It speaks to SQLite without the command and reader objects of ADO.NET, which
/// would cost a small write more than SQLite itself does.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;

    internal SqliteStatement(SqliteConnection connection, string sql)
    {
        database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(database, sql, out statement));
    }

    public void Dispose() => statement.Dispose();

    /// <summary>Gives a parameter its text in UTF-8; the first parameter is 1.</summary>
    internal void BindText(int parameter, ReadOnlySpan<byte> utf8) => Check(raw.sqlite3_bind_text(statement, parameter, utf8));

    /// <summary>Gives a parameter its bytes.</summary>
    internal void Bind(int parameter, ReadOnlySpan<byte> blob) => Check(raw.sqlite3_bind_blob(statement, parameter, blob));

    /// <summary>Gives a parameter its number.</summary>
    internal void Bind(int parameter, long number) => Check(raw.sqlite3_bind_int64(statement, parameter, number));

    /// <summary>Runs it; it can be given other parameters and run again then.</summary>
    /// <exception cref="SqliteException">SQLite refused.</exception>
    internal void Run()
    {
        var result = raw.sqlite3_step(statement);

        // The reset repeats the error of the step, which is the one to tell.
        raw.sqlite3_reset(statement);
        if (result != raw.SQLITE_DONE)
        {
            Check(result);
        }
    }

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, database);
}
