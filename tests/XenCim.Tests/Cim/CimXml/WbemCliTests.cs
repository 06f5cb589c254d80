using System.Diagnostics;
using XenCim.Tests.Memory;
using XenCim.Tests.Server;

namespace XenCim.Tests.Cim.CimXml;

/// <summary>The command-line client of SBLIM against the whole server.</summary>
public sealed class WbemCliTests : IDisposable
{
    private readonly StateDirectory state = new();

    public void Dispose() => state.Dispose();

    [WbemCliFact]
    public async Task Walks_from_the_classes_to_the_machines_and_their_host()
    {
        await using var server = await ServerProcess.StartAsync(state.Path, "--xmlrpc", "none", "--cimxml", "http://127.0.0.1:0", "--simulate", "vms=2,hosts=1,seed=7");
        string Url(string path) => $"http://root:{ServerProcess.RootPassword}@{server.Addresses[0]["http://".Length..]}/{path}";

        (await RunAsync("ecn", Url("root/cimv2"))).Should().Contain(":CIM_ManagedElement");
        (await RunAsync("gc", Url("root/xen:Xen_ComputerSystem"))).Should().Contain("EnabledState");
        var names = (await RunAsync("ein", Url("root/xen:Xen_ComputerSystem"))).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        names.Should().HaveCount(3);
        var machine = names[0][(names[0].IndexOf('/') + 1)..];
        (await RunAsync("gi", Url(machine))).Should().Contain("ElementName=\"");
        (await RunAsync("ei", Url("root/xen:CIM_ComputerSystem"))).Should().Contain("Xen_HostComputerSystem.");
        (await RunAsync("ain", Url(machine))).Should().NotBeEmpty();
        (await RunAsync("ai", Url(machine))).Should().NotBeEmpty();
        (await RunAsync("rin", Url(machine))).Should().NotBeEmpty();
        (await RunAsync("ri", Url(machine))).Should().NotBeEmpty();
        (await RunAsync("gi", Url("root/xen:Xen_ComputerSystem.CreationClassName=\"Xen_ComputerSystem\",Name=\"nobody\""), isRight: false)).Should().Contain("(6)");
    }

    private static async Task<string> RunAsync(string command, string url, bool isRight = true)
    {
        var start = new ProcessStartInfo(WbemCliFactAttribute.Tool, [command, url]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var client = Process.Start(start)!;
        var errors = client.StandardError.ReadToEndAsync();
        var output = await client.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
        await client.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        var said = output + await errors;
        said.Contains("wbemcli:", StringComparison.Ordinal).Should().Be(!isRight, said);
        return said;
    }
}
