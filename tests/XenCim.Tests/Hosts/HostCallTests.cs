using Hypervisor.Native.Simulated;
using Microsoft.Extensions.Logging;
using XenApi.Core.Declarations;
using XenCim.Tests.Clients;

namespace XenCim.Tests.Hosts;

public sealed class HostCallTests
{
    [Fact]
    public async Task On_a_disabled_host_no_machine_starts()
    {
        await using var house = await WiredHouse.OpenAsync();
        var (client, host) = (house.Client, $"{house.Engine.ThisHost}");
        var vm = await MachineAsync(client);
        await client.CallAsync("host.disable", host);
        (await client.CallAsync<bool>("host.get_enabled", host)).Should().BeFalse();
        (await client.FailAsync("VM.start", vm, false)).Should().Equal("OPERATION_NOT_ALLOWED");
        await client.CallAsync("host.enable", host);
        await client.CallAsync("VM.start", vm, false);
    }

    [Theory]
    [InlineData("host.shutdown")]
    [InlineData("host.reboot")]
    public async Task A_host_is_stopped_only_when_it_is_disabled_and_nothing_runs(string method)
    {
        await using var house = await WiredHouse.OpenAsync();
        var (client, host) = (house.Client, $"{house.Engine.ThisHost}");
        var vm = await MachineAsync(client);
        (await client.FailAsync(method, host)).Should().Equal("OPERATION_NOT_ALLOWED");
        await client.CallAsync("VM.start", vm, false);
        await client.CallAsync("host.disable", host);
        (await client.FailAsync(method, host)).Should().Equal("OPERATION_NOT_ALLOWED");
        await client.CallAsync("VM.hard_shutdown", vm);
        await client.CallAsync(method, host);
    }

    [Fact]
    public async Task After_a_reboot_pools_and_bridges_are_as_their_owners_want_them()
    {
        await using var house = await WiredHouse.OpenAsync();
        var (client, host) = (house.Client, $"{house.Engine.ThisHost}");
        var first = (string)(await client.CallAsync<List<object?>>("cpu_pool.get_by_name_label", "Pool-0")).Single()!;
        var cpu = (string)(await client.CallAsync<List<object?>>("cpu_pool.get_host_CPUs", first))[0]!;
        await client.CallAsync("cpu_pool.remove_host_CPU_live", first, cpu);
        var pool = await client.CallAsync<string>("cpu_pool.create", new Dictionary<string, object> { ["name_label"] = "Pool-1", ["ncpu"] = 1L });
        await client.CallAsync("cpu_pool.activate", pool);
        await client.CallAsync("network.create", new Dictionary<string, object> { ["name_label"] = "n", ["other_config"] = new Dictionary<string, object> { ["bridge"] = "br5" } });
        await client.CallAsync("host.disable", host);
        await client.CallAsync("host.reboot", host);

        (await client.CallAsync<bool>("cpu_pool.get_activated", pool)).Should().BeFalse();
        (await client.CallAsync<List<object?>>("host_cpu.get_cpu_pool", cpu)).Should().Equal(first);
        await house.Hosts[0].PlugNicAsync(new("eth1", 9, "00:16:3e:00:00:01", 1500, "br5"));
    }

    [Fact]
    public async Task The_hypervisor_answers_debug_keys_in_its_messages()
    {
        await using var house = await WiredHouse.OpenAsync();
        var (client, host) = (house.Client, $"{house.Engine.ThisHost}");
        await client.CallAsync("host.send_debug_keys", host, "h");
        (await client.CallAsync<string>("host.dmesg", host)).Should().Contain("'h' pressed");
        (await client.CallAsync<string>("host.dmesg_clear", host)).Should().Contain("'h' pressed");
        (await client.CallAsync<string>("host.dmesg", host)).Should().NotContain("'h' pressed");
        (await client.FailAsync("host.send_debug_keys", host, ""))[0].Should().Be("VALUE_NOT_SUPPORTED");
        (await client.FailAsync("host.send_debug_keys", host, "a b"))[0].Should().Be("VALUE_NOT_SUPPORTED");
    }

    [Fact]
    public async Task The_log_shows_what_the_server_said_and_not_everything_forever()
    {
        using var logs = LoggerFactory.Create(_ => { });
        await using var house = await WiredHouse.OpenAsync(logs: logs);
        var (client, host) = (house.Client, $"{house.Engine.ThisHost}");
        var log = logs.CreateLogger("XenApi.Core.Test");
        log.LogWarning("the first line");
        (await client.CallAsync<string>("host.get_log", host)).Should().Contain("WARNING (Test) the first line\n");
        for (var i = 0; i < 5000; i++)
        {
            log.LogInformation("line {Number} of very many that come after it", i);
        }

        var text = await client.CallAsync<string>("host.get_log", host);
        text.Should().NotContain("the first line").And.Contain("line 4999 of");
        text.Length.Should().BeLessThanOrEqualTo(128 * 1024);
    }

    [Fact]
    public async Task The_methods_are_those_of_the_revision_and_no_twins()
    {
        await using var house = await WiredHouse.OpenAsync();
        using var old = house.Knock(ApiVersion.V0_9_0);
        await old.LoginAsync("", "");
        var methods = await old.CallAsync<List<object?>>("host.list_methods");
        methods.Should().HaveCount(397).And.Contain("VM.start").And.NotContain(name => ((string)name!).StartsWith("Async."));
        (await house.Client.CallAsync<List<object?>>("host.list_methods")).Should().Contain("cpu_pool.activate").And.Contain("PIF.plug");
    }

    [Fact]
    public async Task The_storage_for_suspended_machines_can_be_set_and_left_open()
    {
        await using var house = await WiredHouse.OpenAsync();
        var (client, host) = (house.Client, $"{house.Engine.ThisHost}");
        var sr = (string)(await client.CallAsync<List<object?>>("SR.get_all"))[0]!;
        await client.CallAsync("host.set_suspend_image_sr", host, sr);
        (await client.CallAsync<string>("host.get_suspend_image_sr", host)).Should().Be(sr);
        var unknown = $"{Guid.NewGuid()}";
        (await client.FailAsync("host.set_crash_dump_sr", host, unknown)).Should().Equal("HANDLE_INVALID", "SR", unknown);
        await client.CallAsync("host.set_suspend_image_sr", host, "");
        (await client.CallAsync<string>("host.get_suspend_image_sr", host)).Should().BeEmpty();
    }

    [Fact]
    public async Task Hosts_whose_bridges_have_one_name_are_on_one_network()
    {
        await using var house = await WiredHouse.OpenAsync(SimulatedWorld.Instant with { Hosts = [new(), new()] });
        var network = (string)(await house.Client.CallAsync<List<object?>>("network.get_by_name_label", "xenbr0")).Single()!;
        (await house.Client.CallAsync<List<object?>>("network.get_PIFs", network)).Should().HaveCount(2);
    }

    private static Task<string> MachineAsync(XenClient client) => client.CallAsync<string>("VM.create", new Dictionary<string, object>
    {
        ["name_label"] = "one", ["PV_kernel"] = "/boot/vmlinuz", ["memory_static_max"] = 1L << 28, ["memory_dynamic_max"] = 1L << 28,
        ["memory_dynamic_min"] = 1L << 28, ["memory_static_min"] = 1L << 24,
    });
}
