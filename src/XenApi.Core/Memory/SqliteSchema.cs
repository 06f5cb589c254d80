using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace XenApi.Core.Memory;

/// <summary>
/// The form of the state file. Its version (<c>user_version</c>) is the number of steps it has been taken through; an
/// older file is taken through the rest, each step in a transaction of its own. A step that has been released never changes.
/// </summary>
internal static class SqliteSchema
{
    private const int VersionOffset = 60;
    private const int HeaderBytes = 100;

    /// <summary>The SQL that leads from each version to the next, beginning with an empty file.</summary>
    internal static IReadOnlyList<string> Steps { get; } =
    [
        """
        CREATE TABLE row (class TEXT NOT NULL, uuid BLOB NOT NULL, body BLOB NOT NULL, PRIMARY KEY (class, uuid)) WITHOUT ROWID;
        CREATE TABLE journal (generation INTEGER NOT NULL);
        INSERT INTO journal VALUES (0);
        """,
    ];

    /// <summary>
    /// Refuses a file that is no database or comes from a newer version by its first bytes, before SQLite opens it:
    /// so it stays as it is to the last byte.
    /// </summary>
    internal static void RefuseStrangers(string file, int version)
    {
        if (!File.Exists(file))
        {
            return;
        }

        Span<byte> header = stackalloc byte[HeaderBytes];
        using var stream = File.OpenRead(file);
        var read = stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false);
        if (read == 0)
        {
            return;
        }

        if (read < HeaderBytes || !header.StartsWith("SQLite format 3\0"u8))
        {
            throw new JournalException($"{file} is damaged or no state of this server. Nothing was overwritten: put back a copy, or move it away to begin anew.");
        }

        RefuseNewer(file, BinaryPrimitives.ReadInt32BigEndian(header[VersionOffset..]), version);
    }

    /// <summary>Takes the file through the steps that it lacks.</summary>
    internal static void Bring(SqliteConnection connection, IReadOnlyList<string> steps)
    {
        // With the file locked for good, the index of the log is in memory and no commit pays for locks.
        Execute(connection, "PRAGMA locking_mode = EXCLUSIVE");

        // What is still in the log counts too.
        var version = Version(connection);
        RefuseNewer(connection.DataSource, version, steps.Count);
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 1000; PRAGMA journal_size_limit = 16777216");
        for (; version < steps.Count; version++)
        {
            using var transaction = connection.BeginTransaction();
            Execute(connection, steps[version], transaction);
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version + 1}"), transaction);
            transaction.Commit();
        }
    }

    private static int Version(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return checked((int)(long)command.ExecuteScalar()!);
    }

    private static void RefuseNewer(string file, int version, int known)
    {
        if (version > known)
        {
            throw new JournalException($"{file} has the form {version}, and this server knows forms up to {known}: a newer version wrote it. Nothing was changed; run that version, or a later one.");
        }
    }

    private static void Execute(SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }
}
