using System.Diagnostics;

namespace XenCim.Benchmarks;

/// <summary>From a commit to the answers of the sessions that wait in <c>event.next</c>: to the first, the middle and the last of them.</summary>
internal static class EventDelay
{
    public static async Task RunAsync()
    {
        var state = Directory.CreateTempSubdirectory("xencim-bench-").FullName;
        await using var server = await Child.ServerAsync(state);
        var vm = await XenCalls.FillAsync(server.Address, 1);
        foreach (var sessions in (int[])[1, 100, 1000])
        {
            var rounds = new List<double[]>();
            for (var round = 0; round < 5; round++)
            {
                rounds.Add(await RoundAsync(server.Address, vm, sessions));
            }

            Console.WriteLine($"event.next, {sessions,4} waiting: first {Load.Median(rounds.Select(r => r[0])):0.0} ms, middle {Load.Median(rounds.Select(r => r[1])):0.0} ms, "
                + $"last {Load.Median(rounds.Select(r => r[2])):0.0} ms after the write was sent; the writer's own answer {Load.Median(rounds.Select(r => r[3])):0.0} ms");
        }

        Directory.Delete(state, true);
    }

    private static async Task<double[]> RoundAsync(Uri address, string vm, int sessions)
    {
        var waiting = new List<(Connection Connection, byte[] Next)>();
        for (var i = 0; i < sessions; i++)
        {
            var connection = new Connection(address);

            // One account may have 500 sessions at once.
            var session = await XenCalls.LoginAsync(connection, $"listener {i}");
            await connection.AskAsync(XenCalls.Of("event.register", XenCalls.Text(session), "<array><data><value><string>VM</string></value></data></array>"));
            waiting.Add((connection, XenCalls.Of("event.next", XenCalls.Text(session))));
        }

        using var writer = new Connection(address);
        var own = await XenCalls.LoginAsync(writer);
        var times = new double[sessions];
        var clock = new Stopwatch();
        var answers = waiting.Select(async (w, i) =>
        {
            await w.Connection.PostAsync(w.Next);
            times[i] = clock.Elapsed.TotalMilliseconds;
        }).ToArray();

        // A session is waiting once the server has read its request, and a call that came after has been answered.
        var call = XenCalls.Of("VM.get_power_state", XenCalls.Text(own), XenCalls.Text(vm));
        while (Unread.Bytes(address.Port) > 0)
        {
            await writer.PostAsync(call);
        }

        await writer.PostAsync(call);
        clock.Start();
        await writer.PostAsync(XenCalls.Of("VM.set_name_description", XenCalls.Text(own), XenCalls.Text(vm), XenCalls.Text($"{Guid.NewGuid()}")));
        var answered = clock.Elapsed.TotalMilliseconds;
        await Task.WhenAll(answers);
        waiting.ForEach(w => w.Connection.Dispose());
        Array.Sort(times);
        return [times[0], times[sessions / 2], times[^1], answered];
    }
}
