using System.Text;

namespace XenCim.Benchmarks;

/// <summary>CIM-XML: whole enumerations against sending the same bytes, small reads against a bare endpoint, and walks that cost what they find.</summary>
internal static class CimReads
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
            if (machines == 10_000)
            {
                await CompareAsync(server, $"EnumerateInstances of 10,000 Xen_ComputerSystem", CimCalls.Of("EnumerateInstances", CimCalls.Class("Xen_ComputerSystem")), [1, 4]);
                await CompareAsync(server, "GetInstance", CimCalls.Of("GetInstance", CimCalls.Machine("InstanceName", vm)), [1, 8]);
            }

            var calls = new (string Name, byte[] Request)[]
            {
                ("GetInstance", CimCalls.Of("GetInstance", CimCalls.Machine("InstanceName", vm))),
                ("Associators over Xen_SystemDevice", CimCalls.Of("Associators", CimCalls.Machine("ObjectName", vm), ("AssocClass", "<CLASSNAME NAME=\"CIM_SystemDevice\"/>"))),
                ("Associators, all", CimCalls.Of("AssociatorNames", CimCalls.Machine("ObjectName", vm))),
                ("ExecQuery by key", CimCalls.Of("ExecQuery", ("QueryLanguage", "<VALUE>DMTF:CQL</VALUE>"), ("Query", $"<VALUE>SELECT * FROM Xen_ComputerSystem WHERE Name = '{vm}'</VALUE>"))),
            };
            var line = new List<string>();
            foreach (var (name, request) in calls)
            {
                using var connection = new Connection(server.CimAddress);
                var answer = Encoding.UTF8.GetString(await connection.AskAsync(request));
                if (answer.Contains("<ERROR", StringComparison.Ordinal))
                {
                    throw new InvalidOperationException(answer);
                }

                await Load.RunAsync(server.CimAddress, request, 4, TimeSpan.FromSeconds(1));
                var speed = (await Load.RunAsync(server.CimAddress, request, 4, TimeSpan.FromSeconds(2))).Requests;
                first.TryAdd(name, speed);
                line.Add($"{name} {speed:0}/s ({speed / first[name]:0.00})");
            }

            Console.WriteLine($"{machines,7} machines: {string.Join("; ", line)}; resident {server.ResidentMegabytes:0} MB");
        }

        Directory.Delete(state, true);
    }

    private static async Task CompareAsync(Child server, string name, byte[] request, int[] connections)
    {
        using var connection = new Connection(server.CimAddress);
        var answer = await connection.AskAsync(request);
        await using var bare = await Child.BareAsync(answer);
        foreach (var count in connections)
        {
            var (ours, theirs, ratio) = await Load.CompareAsync((server.CimAddress, request), (bare.Address, request), count, TimeSpan.FromSeconds(2));
            Console.WriteLine($"{name} ({answer.Length:N0} bytes), {count} connections: {ours:0.0}/s; the same bytes from memory {theirs:0.0}; ratio {ratio:0.00}");
        }
    }
}
