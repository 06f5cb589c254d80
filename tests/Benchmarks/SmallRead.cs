namespace XenCim.Benchmarks;

/// <summary><c>VM.get_power_state</c> over keep-alive connections, against a bare endpoint with the same bytes.</summary>
internal static class SmallRead
{
    public static async Task RunAsync()
    {
        var state = Directory.CreateTempSubdirectory("xencim-bench-").FullName;
        await using var server = await Child.ServerAsync(state);
        var vm = await XenCalls.FillAsync(server.Address, 100);
        using var connection = new Connection(server.Address);
        var session = await XenCalls.LoginAsync(connection);
        var request = XenCalls.Of("VM.get_power_state", XenCalls.Text(session), XenCalls.Text(vm));
        await using var bare = await Child.BareAsync(await connection.AskAsync(request));
        foreach (var connections in (int[])[1, 8, 64])
        {
            var (ours, theirs, ratio) = await Load.CompareAsync((server.Address, request), (bare.Address, request), connections, TimeSpan.FromSeconds(2));
            Console.WriteLine($"VM.get_power_state, {connections,2} connections: {ours,8:0} requests/s; bare Kestrel {theirs,8:0}; ratio {ratio:0.00}");
        }

        Directory.Delete(state, true);
    }
}
