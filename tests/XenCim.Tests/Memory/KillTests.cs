using System.Globalization;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;
using XenCim.Tests.Clients;
using XenCim.Tests.Server;
using Record = System.Collections.Generic.Dictionary<string, object?>;

namespace XenCim.Tests.Memory;

/// <summary>
/// Kills the real server with SIGKILL at random moments while clients write, and looks at what is left. More rounds with
/// <c>XENCIM_KILL_ROUNDS</c>, the same again with <c>XENCIM_KILL_SEED</c>.
/// </summary>
public class KillTests(ITestOutputHelper output)
{
    private const int Writers = 6;
    private const int AcknowledgedMost = 120;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private int acknowledged;

    [Fact]
    public async Task What_was_acknowledged_survives_every_kill_and_no_half_change_does()
    {
        var seed = Setting("XENCIM_KILL_SEED", Random.Shared.Next());
        output.WriteLine($"XENCIM_KILL_SEED={seed}");
        var random = new Random(seed);
        using var state = new StateDirectory();
        var writers = new List<KilledWriter>();
        var rounds = Setting("XENCIM_KILL_ROUNDS", 50);
        for (var round = 0; round < rounds; round++)
        {
            await using var server = await ServerProcess.StartAsync(state.Path, "--auth", "none");
            using var client = await server.LoginAsync();
            if (round == 0)
            {
                var sr = (string)(await client.CallAsync<List<object?>>("SR.get_by_name_label", "Local"))[0]!;
                writers.AddRange(Enumerable.Range(0, Writers).Select(number => new KilledWriter(number, sr, new(random.Next()))));
            }

            await CheckAsync(client, writers);
            await WriteAndKillAsync(server, client, writers, random.Next(AcknowledgedMost));
            CheckFile(state);
        }

        await using var last = await ServerProcess.StartAsync(state.Path, "--auth", "none");
        using var reader = await last.LoginAsync();
        await CheckAsync(reader, writers);
        (await last.TerminateAsync()).Should().Be(0);
        CheckFile(state);
        output.WriteLine($"{rounds} kills, {acknowledged} acknowledged changes, {writers.Sum(w => w.Facts.Count)} objects at the end");
        acknowledged.Should().BeGreaterThan(rounds, "else nothing was tried");
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var set) ? set : otherwise;

    // The moment is a number of acknowledged changes: somewhere in the midst of the next ones.
    private async Task WriteAndKillAsync(ServerProcess server, XenClient client, List<KilledWriter> writers, int moment)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var end = acknowledged + moment;
        var writing = writers.Select(writer => writer.WriteAsync(client.Twin(), () =>
        {
            if (Interlocked.Increment(ref acknowledged) >= end)
            {
                reached.TrySetResult();
            }
        })).ToList();

        // A writer that ends before the kill has found an error.
        await (await Task.WhenAny([reached.Task, .. writing]).WaitAsync(Patience));
        await server.KillAsync();
        await Task.WhenAll(writing).WaitAsync(Patience);
    }

    private static async Task CheckAsync(XenClient client, List<KilledWriter> writers)
    {
        var (vms, vdis, vbds, srs) = (await AllAsync(client, "VM"), await AllAsync(client, "VDI"), await AllAsync(client, "VBD"), await AllAsync(client, "SR"));
        CheckBond(vbds, "VM", vms, "VBDs");
        CheckBond(vbds, "VDI", vdis, "VBDs");
        CheckBond(vdis, "SR", srs, "VDIs");
        var facts = vms.Select(vm => new KilledWriter.Known("VM", vm.Key, Text(vm.Value, "name_label"), "", ""))
            .Concat(vdis.Select(vdi => new KilledWriter.Known("VDI", vdi.Key, Text(vdi.Value, "name_label"), Text(vdi.Value, "SR"), "")))
            .Concat(vbds.Select(vbd => new KilledWriter.Known("VBD", vbd.Key, Text(vbd.Value, "VM"), Text(vbd.Value, "VDI"), Text(vbd.Value, "device"))))
            .ToList();
        writers.ForEach(writer => writer.Compare(facts));
    }

    private static void CheckBond(Dictionary<string, Record> referrers, string reference, Dictionary<string, Record> targets, string inverse)
    {
        var here = referrers.Select(r => (From: r.Key, To: Text(r.Value, reference))).Where(link => link.To.Length > 0);
        var there = targets.SelectMany(t => ((List<object?>)t.Value[inverse]!).Select(from => (From: (string)from!, To: t.Key)));
        here.Should().BeEquivalentTo(there, $"{reference} and {inverse} are one fact");
    }

    private static async Task<Dictionary<string, Record>> AllAsync(XenClient client, string c) =>
        (await client.CallAsync<Record>($"{c}.get_all_records")).ToDictionary(r => r.Key, r => (Record)r.Value!);

    private static string Text(Record record, string field) => (string)record[field]!;

    // On a copy: the next server itself shall find what the kill has left.
    private static void CheckFile(StateDirectory state)
    {
        using var copy = new StateDirectory();
        Directory.CreateDirectory(copy.Path);
        foreach (var file in Directory.GetFiles(state.Path, "state.db*"))
        {
            File.Copy(file, Path.Combine(copy.Path, Path.GetFileName(file)));
        }

        using var connection = new SqliteConnection($"Data Source={copy.Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        command.ExecuteScalar().Should().Be("ok");
    }
}
