namespace XenCim.Benchmarks;

/// <summary>The cost of one call with 100, 10,000 and 100,000 machines there: it should be the same.</summary>
internal static class Growth
{
    public static async Task RunAsync()
    {
        var state = Directory.CreateTempSubdirectory("xencim-bench-").FullName;
        await using var server = await Child.ServerAsync(state);
        var there = 0;
        var first = new Dictionary<string, double>();
        foreach (var machines in (int[])[100, 10_000, 100_000])
        {
            var vm = await XenCalls.FillAsync(server.Address, machines, there);
            there = machines;
            using var connection = new Connection(server.Address);
            var session = XenCalls.Text(await XenCalls.LoginAsync(connection));
            var calls = new (string Name, byte[] Request)[]
            {
                ("VM.get_power_state", XenCalls.Of("VM.get_power_state", session, XenCalls.Text(vm))),
                ("VM.get_record", XenCalls.Of("VM.get_record", session, XenCalls.Text(vm))),
                ("VM.get_by_name_label", XenCalls.Of("VM.get_by_name_label", session, XenCalls.Text($"machine {machines - 1}"))),
                ("VM.add_to_other_config", XenCalls.Of("VM.add_to_other_config", session, XenCalls.Text(vm), XenCalls.Text("key"), XenCalls.Text("{0}"))),
                ("VM.start, hard_shutdown", XenCalls.Of("VM.start", session, XenCalls.Text(vm), "<boolean>0</boolean>")),
            };
            var line = new List<string>();
            foreach (var (name, request) in calls)
            {
                var speed = name switch
                {
                    "VM.add_to_other_config" => await TurnsAsync(connection, i => [XenCalls.Of("VM.add_to_other_config", session, XenCalls.Text(vm), XenCalls.Text("key"), XenCalls.Text($"{i}"))]),
                    "VM.start, hard_shutdown" => await TurnsAsync(connection, _ => [request, XenCalls.Of("VM.hard_shutdown", session, XenCalls.Text(vm))]),
                    _ => (await Load.RunAsync(server.Address, request, 4, TimeSpan.FromSeconds(2))).Requests,
                };
                first.TryAdd(name, speed);
                line.Add($"{name} {speed:0}/s ({speed / first[name]:0.00})");
            }

            Console.WriteLine($"{machines,7} machines: {string.Join("; ", line)}; resident {server.ResidentMegabytes:0} MB");
        }

        Directory.Delete(state, true);
    }

    private static async Task<double> TurnsAsync(Connection connection, Func<int, byte[][]> requests)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var turns = 0;
        for (; clock.Elapsed < TimeSpan.FromSeconds(2); turns++)
        {
            foreach (var request in requests(turns))
            {
                XenCalls.Value(await connection.AskAsync(request));
            }
        }

        return turns / clock.Elapsed.TotalSeconds;
    }
}
