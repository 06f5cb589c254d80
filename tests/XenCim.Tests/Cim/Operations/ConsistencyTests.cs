using Cim.Provider.Schema;
using Hypervisor.Native.Simulated;
using XenCim.Tests.Clients;

namespace XenCim.Tests.Cim.Operations;

/// <summary>Whatever clients of XML-RPC do, clients of CIM see the same objects right after.</summary>
public sealed class ConsistencyTests
{
    private const int Steps = 150;

    private static readonly Dictionary<string, long> EnabledStates = new()
    {
        ["Running"] = 2, ["Halted"] = 3, ["Suspended"] = 6, ["Paused"] = 9, ["Crashed"] = 9,
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Both_views_agree_after_every_change(int seed)
    {
        await using var world = await CimWorld.StartAsync(SimulatedWorld.Parse("vms=2,hosts=1,seed=7,timings=instant"));
        using var client = world.House.Knock(XenApi.Core.Declarations.ApiVersion.Xend, isOpen: true);
        await client.LoginAsync("", "");
        var random = new Random(seed);
        var done = 0;
        for (var i = 0; i < Steps; i++)
        {
            var did = await ChangeAsync(client, random, i);
            done += did.Contains("refused", StringComparison.Ordinal) ? 0 : 1;
            await CompareAsync(world, client, $"step {i} of seed {seed}: {did}");
        }

        done.Should().BeGreaterThan(Steps / 3);
    }

    private static async Task<string> ChangeAsync(XenClient client, Random random, int step)
    {
        var vms = await ListAsync(client, "VM");
        var vm = vms[random.Next(vms.Count)];
        var (method, arguments) = random.Next(13) switch
        {
            0 => ("VM.create", new object[] { new Dictionary<string, object?> { ["name_label"] = $"vm {step}", ["memory_static_max"] = 64L << 20, ["memory_dynamic_max"] = 64L << 20, ["VCPUs_max"] = 2L, ["PV_kernel"] = "/vmlinuz" } }),
            1 => ("VM.destroy", [vm]),
            2 => ("VM.start", [vm, false]),
            3 => ("VM.hard_shutdown", [vm]),
            4 => ("VM.pause", [vm]),
            5 => ("VM.unpause", [vm]),
            6 => ("VM.suspend", [vm]),
            7 => ("VM.resume", [vm, false]),
            8 => ("VM.set_name_label", [vm, $"name {step} <&>"]),
            9 => ("VM.set_name_description", [vm, $"words {step}"]),
            10 => ("VIF.create", [new Dictionary<string, object?> { ["VM"] = vm, ["network"] = (await ListAsync(client, "network"))[0], ["device"] = $"{random.Next(4)}", ["MAC"] = "", ["MTU"] = 1500L }]),
            11 => ("network.create", [new Dictionary<string, object?> { ["name_label"] = $"net {step}", ["name_description"] = "" }]),
            _ => ("VM.set_is_a_template", [vm, random.Next(2) == 0]),
        };
        try
        {
            await client.CallAsync(method, arguments);
            return method;
        }
        catch (XenFailure e)
        {
            return $"{method} (refused: {e.Message})";
        }
    }

    private static async Task CompareAsync(CimWorld world, XenClient client, string when)
    {
        var records = await RecordsAsync(client, "VM");
        var machines = records.Where(vm => !(bool)vm.Value["is_a_template"]!).ToDictionary(vm => vm.Key, vm => vm.Value);
        var systems = world.Service.EnumerateInstances(world.Caller(), "Xen_ComputerSystem").ToDictionary(system => system["Name"].Text);
        systems.Keys.Should().BeEquivalentTo(machines.Keys, when);
        foreach (var (id, vm) in machines)
        {
            var system = systems[id];
            system["ElementName"].Text.Should().Be((string)vm["name_label"]!, when);
            system["Description"].Text.Should().Be((string)vm["name_description"]!, when);
            ((long)system["EnabledState"].Integer).Should().Be(EnabledStates[(string)vm["power_state"]!], when);
            (system["Host"].IsNull ? "" : system["Host"].Text).Should().Be((string)vm["resident_on"]!, when);
        }

        Names(world, "Xen_ComputerSystemTemplate", "VirtualSystemIdentifier").Should().BeEquivalentTo(records.Keys.Except(machines.Keys), when);
        Names(world, "Xen_NetworkPortSettingData", "InstanceID").Should().BeEquivalentTo((await RecordsAsync(client, "VIF")).Select(vif => $"Xen:{vif.Value["VM"]}\\{vif.Key}"), when);
        Names(world, "Xen_VirtualSwitch", "Name").Should().BeEquivalentTo(await ListAsync(client, "network"), when);
        Names(world, "Xen_ConsoleSettingData", "InstanceID").Should().BeEquivalentTo((await RecordsAsync(client, "console")).Select(console => $"Xen:{console.Value["VM"]}\\{console.Key}"), when);
    }

    private static IEnumerable<string> Names(CimWorld world, string c, string property) => world.Service.EnumerateInstances(world.Caller(), c).Select(one => one[property].Text);

    private static async Task<List<string>> ListAsync(XenClient client, string c) => [.. ((List<object?>)(await client.CallAsync($"{c}.get_all"))!).Select(one => (string)one!)];

    private static async Task<Dictionary<string, Dictionary<string, object?>>> RecordsAsync(XenClient client, string c) =>
        ((Dictionary<string, object?>)(await client.CallAsync($"{c}.get_all_records"))!).ToDictionary(one => one.Key, one => (Dictionary<string, object?>)one.Value!);
}
