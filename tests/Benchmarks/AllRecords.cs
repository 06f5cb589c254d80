namespace XenCim.Benchmarks;

/// <summary><c>VM.get_all_records</c> with 10,000 machines, against sending the same bytes from memory.</summary>
internal static class AllRecords
{
    public static async Task RunAsync()
    {
        var state = Directory.CreateTempSubdirectory("xencim-bench-").FullName;
        await using var server = await Child.ServerAsync(state);
        await XenCalls.FillAsync(server.Address, 10_000);
        using var connection = new Connection(server.Address);
        var session = await XenCalls.LoginAsync(connection);
        var request = XenCalls.Of("VM.get_all_records", XenCalls.Text(session));
        var answer = await connection.AskAsync(request);
        await using var bare = await Child.BareAsync(answer);
        foreach (var connections in (int[])[1, 4])
        {
            var (ours, theirs, ratio) = await Load.CompareAsync((server.Address, request), (bare.Address, request), connections, TimeSpan.FromSeconds(3));
            Console.WriteLine($"VM.get_all_records of 10,000 machines ({answer.Length / 1048576.0:0.0} MiB), {connections} connections: {ours:0.0} answers/s; from memory {theirs:0.0}; ratio {ratio:0.00}");
        }

        Directory.Delete(state, true);
    }
}
