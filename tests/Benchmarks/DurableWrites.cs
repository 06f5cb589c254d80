using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace XenCim.Benchmarks;

/// <summary>
/// Durable writes: <c>VM.set_name_description</c> of one client and of 64, against a bare loop that commits rows of the
/// same size to SQLite, one at a time or in batches of the size that the server made.
/// </summary>
internal static class DurableWrites
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(3);

    public static async Task RunAsync()
    {
        var state = Directory.CreateTempSubdirectory("xencim-bench-").FullName;
        await using var server = await Child.ServerAsync(state);
        await XenCalls.FillAsync(server.Address, 64);
        foreach (var clients in (int[])[1, 64])
        {
            var ratios = new List<double>();
            var line = "";
            for (var round = 0; round < 5; round++)
            {
                var (ours, batch) = await OursAsync(server.Address, clients);
                var theirs = Bare(Math.Max(1, (int)Math.Round(batch)));
                ratios.Add(ours / theirs);
                line = $"{ours:0} writes/s in batches of {batch:0.0}; bare SQLite {theirs:0}";
            }

            Console.WriteLine($"Durable writes, {clients,2} clients: {line}; ratio {Load.Median(ratios):0.00}");
        }

        Directory.Delete(state, true);
    }

    private static async Task<(double Writes, double Batch)> OursAsync(Uri address, int clients)
    {
        long writes = 0;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async client =>
        {
            using var connection = new Connection(address);
            var session = await XenCalls.LoginAsync(connection);
            var vm = XenCalls.Value(await connection.AskAsync(XenCalls.Of("VM.create", XenCalls.Text(session), XenCalls.Machine($"writer {client}"))));
            for (var i = 0; clock.Elapsed < Time; i++)
            {
                XenCalls.Value(await connection.AskAsync(XenCalls.Of("VM.set_name_description", XenCalls.Text(session), XenCalls.Text(vm), XenCalls.Text($"description {i}"))));
                Interlocked.Increment(ref writes);
            }
        }));

        // Clients write again when they are answered, so a batch is about what all but the one on disk have ready: half of them.
        return (writes / clock.Elapsed.TotalSeconds, clients == 1 ? 1 : clients / 2.0);
    }

    private static double Bare(int batch)
    {
        var directory = Directory.CreateTempSubdirectory("xencim-bare-").FullName;
        double speed;
        using (var connection = new SqliteConnection($"Data Source={directory}/bare.db;Pooling=False"))
        {
            connection.Open();
            Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE row (class TEXT, id BLOB, body BLOB, PRIMARY KEY (class, id)) WITHOUT ROWID; CREATE TABLE meta (generation INTEGER)");
            using var insert = connection.CreateCommand();
            insert.CommandText = "INSERT OR REPLACE INTO row VALUES ('VM', $id, $body)";
            var (id, body) = (insert.Parameters.Add("$id", SqliteType.Blob), insert.Parameters.Add("$body", SqliteType.Blob));
            var ids = Enumerable.Range(0, 64).Select(_ => Guid.NewGuid().ToByteArray()).ToArray();
            var bytes = new byte[700];
            long writes = 0;
            var clock = Stopwatch.StartNew();
            while (clock.Elapsed < Time)
            {
                using var transaction = connection.BeginTransaction();
                insert.Transaction = transaction;
                for (var i = 0; i < batch; i++)
                {
                    id.Value = ids[writes++ % ids.Length];
                    body.Value = bytes;
                    insert.ExecuteNonQuery();
                }

                transaction.Commit();
            }

            speed = writes / clock.Elapsed.TotalSeconds;
        }

        Directory.Delete(directory, true);
        return speed;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
