using System.Diagnostics;
using Hypervisor.Native.Simulated;
using Microsoft.Extensions.Logging.Abstractions;
using XenApi.Core;
using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;
using XenApi.Server.Http;
using XenApi.Server.Listeners;
using XenApi.Server.Settings;
using XenApi.Server.XmlRpc;

namespace XenCim.Benchmarks;

/// <summary>
/// Durable writes of one client and of 64: through the store alone, and as <c>VM.set_name_description</c> over HTTP. Each
/// against a bare loop that commits the same rows to SQLite, in batches of the size that the store made.
/// </summary>
internal static class DurableWrites
{
    private const int Rounds = 5;

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(2);

    public static async Task RunAsync()
    {
        var state = Directory.CreateTempSubdirectory("xencim-bench-").FullName;
        var journal = new CountingJournal(SqliteJournal.Open(state));
        var engine = await Engine.StartAsync(new EngineSetup
        {
            Journal = journal, Hypervisors = SimulatedWorld.Instant.Start(null, TimeProvider.System), StateDirectory = state,
        });
        var exchange = new XmlRpcExchange(engine, XmlRpcLimits.Default, NullLogger<XmlRpcExchange>.Instance);
        var listener = new Listener(new ListenerSettings { Address = ListenAddress.TryParse("http://127.0.0.1:0", ListenerKind.XmlRpc)!, Door = new Door(ApiVersion.Xend, IsOpen: true) });
        var protocol = new Protocol((door, turn) => exchange.AnswerAsync(door, turn.Body, turn.Answer, turn.Gone), "POST") { ContentType = "text/xml" };
        var http = await HttpServer.StartAsync([new Entrance(listener, protocol)], new HttpLimits(), NullLoggerFactory.Instance);
        var address = new Uri(http.Addresses.Single().ToString());
        await XenCalls.FillAsync(address, 64);
        var machines = engine.Store.Current.All<Vm>().Where(vm => !vm.IsControlDomain).Take(64).ToList();
        var body = BodyOf(machines[0]);
        foreach (var clients in (int[])[1, 64])
        {
            await CompareAsync($"store alone, {clients,2} writers", journal, body, () => StoreAsync(engine, machines, clients));
            await CompareAsync($"over HTTP,   {clients,2} clients", journal, body, () => WireAsync(address, machines, clients));
        }

        await http.DisposeAsync();
        await engine.DisposeAsync();
        Directory.Delete(state, true);
    }

    private static async Task CompareAsync(string what, CountingJournal journal, byte[] body, Func<Task<double>> run)
    {
        var (ours, theirs, batches) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            journal.MeanBatch();
            ours.Add(await run());
            batches.Add(journal.MeanBatch());

            // On a thread of its own: a thread of the pool that is held for long has the pool start another.
            theirs.Add(await Task.Factory.StartNew(() => Bare(batches[^1], body), TaskCreationOptions.LongRunning));
        }

        Console.WriteLine($"Durable writes, {what}: {Load.Median(ours),6:0}/s in batches of {Load.Median(batches):0.0}; bare SQLite {Load.Median(theirs),6:0}/s; "
            + $"ratio {Load.Median(ours.Zip(theirs, (o, t) => o / t)):0.00}");
    }

    private static byte[] BodyOf(Vm vm)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        var writer = new JsonValueWriter(buffer, ApiVersion.Xend);
        vm.WriteRow(writer);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static Task<double> StoreAsync(Engine engine, List<Vm> machines, int writers) => ManyAsync(writers, writer =>
    {
        var vm = new Ref<Vm>(machines[writer].Id);
        return Task.FromResult<Func<int, Task>>(i => engine.Store.CommitAsync(changes => changes.Put(changes.Get(vm) with { NameDescription = $"description {i}" })));
    });

    private static Task<double> WireAsync(Uri address, List<Vm> machines, int clients) => ManyAsync(clients, async client =>
    {
        var connection = new Connection(address);
        var session = XenCalls.Text(await XenCalls.LoginAsync(connection, $"writer {client}"));
        var vm = XenCalls.Text(machines[client].Id.ToString());
        return async i => XenCalls.Value(await connection.AskAsync(XenCalls.Of("VM.set_name_description", session, vm, XenCalls.Text($"description {i}"))));
    });

    private static async Task<double> ManyAsync(int writers, Func<int, Task<Func<int, Task>>> begin)
    {
        var writes = await Task.WhenAll(Enumerable.Range(0, writers).Select(begin));
        long done = 0;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(writes.Select(write => Task.Run(async () =>
        {
            for (var i = 0; clock.Elapsed < Time; i++)
            {
                await write(i);
                Interlocked.Increment(ref done);
            }
        })));
        return done / clock.Elapsed.TotalSeconds;
    }

    // A batch of 4.3 on the average is 4 or 5 each time.
    private static double Bare(double batch, byte[] body)
    {
        var directory = Directory.CreateTempSubdirectory("xencim-bare-").FullName;
        using var loop = new BareLoop(directory, body);
        long writes = 0;
        var owed = 0.0;
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < Time)
        {
            owed += batch;
            var rows = Math.Max(1, (int)owed);
            owed -= rows;
            loop.Commit(rows);
            writes += rows;
        }

        var speed = writes / clock.Elapsed.TotalSeconds;
        loop.Dispose();
        Directory.Delete(directory, true);
        return speed;
    }
}
