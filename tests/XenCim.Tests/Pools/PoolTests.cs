using Hypervisor.Native.Simulated;
using XenCim.Tests.Clients;

namespace XenCim.Tests.Pools;

public sealed class PoolTests
{
    private static Dictionary<string, object> Record(string name, int cpus = 2) => new()
    {
        ["name_label"] = name, ["ncpu"] = cpus, ["sched_policy"] = "credit", ["proposed_CPUs"] = new List<object> { 6, "7" },
        ["auto_power_on"] = false, ["other_config"] = new Dictionary<string, object> { ["xmtest"] = true },
    };

    [Fact]
    public async Task A_pool_goes_through_its_whole_life()
    {
        await using var house = await WiredHouse.OpenAsync();
        var client = house.Client;
        var cpus = await FreeAsync(client, 5, 6, 7);
        var pool = await client.CallAsync<string>("cpu_pool.create", Record("Pool-1"));

        var record = await client.CallAsync<Dictionary<string, object?>>("cpu_pool.get_record", pool);
        record["ncpu"].Should().Be("2");
        record["activated"].Should().Be(false);
        record["proposed_CPUs"].As<List<object?>>().Should().BeEquivalentTo(["6", "7"]);
        record["resident_on"].Should().Be(house.Engine.ThisHost.ToString());

        await client.CallAsync("cpu_pool.activate", pool);
        (await client.CallAsync<List<object?>>("cpu_pool.get_host_CPUs", pool)).Should().BeEquivalentTo([cpus[6], cpus[7]]);
        (await client.CallAsync<List<object?>>("host_cpu.get_cpu_pool", cpus[6])).Should().Equal(pool);
        (await client.CallAsync<List<object?>>("host_cpu.get_unassigned_cpus")).Should().Equal(cpus[5]);
        (await client.FailAsync("cpu_pool.activate", pool)).Should().Equal("POOL_BAD_STATE", "activated");
        (await client.FailAsync("cpu_pool.destroy", pool)).Should().Equal("POOL_BAD_STATE", "activated");
        (await client.FailAsync("cpu_pool.set_sched_policy", pool, "credit2")).Should().Equal("POOL_BAD_STATE", "activated");
        (await client.FailAsync("cpu_pool.set_proposed_CPUs", pool, new List<object> { 4 })).Should().Equal("POOL_BAD_STATE", "activated");

        await client.CallAsync("cpu_pool.add_host_CPU_live", pool, cpus[5]);
        (await client.FailAsync("cpu_pool.add_host_CPU_live", pool, cpus[5]))[0].Should().Be("INVALID_CPU");
        await client.CallAsync("cpu_pool.remove_host_CPU_live", pool, cpus[6]);
        (await client.FailAsync("cpu_pool.remove_host_CPU_live", pool, cpus[6]))[0].Should().Be("INVALID_CPU");
        await client.CallAsync("cpu_pool.remove_host_CPU_live", pool, cpus[7]);
        (await client.FailAsync("cpu_pool.remove_host_CPU_live", pool, cpus[5]))[0].Should().Be("LAST_CPU_NOT_REMOVEABLE");

        await client.CallAsync("cpu_pool.deactivate", pool);
        (await client.FailAsync("cpu_pool.deactivate", pool)).Should().Equal("POOL_BAD_STATE", "deactivated");
        (await client.FailAsync("cpu_pool.add_host_CPU_live", pool, cpus[5])).Should().Equal("POOL_BAD_STATE", "deactivated");
        (await client.CallAsync<List<object?>>("host_cpu.get_unassigned_cpus")).Should().HaveCount(3);
        house.Hosts[0].Pools().Should().ContainSingle();

        await client.CallAsync("cpu_pool.destroy", pool);
        (await client.FailAsync("cpu_pool.get_record", pool)).Should().Equal("HANDLE_INVALID", "cpu_pool", pool);
    }

    [Fact]
    public async Task A_pool_takes_no_more_CPUs_than_are_free()
    {
        await using var house = await WiredHouse.OpenAsync();
        await FreeAsync(house.Client, 3);
        var pool = await house.Client.CallAsync<string>("cpu_pool.create", Record("Pool-1"));
        (await house.Client.FailAsync("cpu_pool.activate", pool)).Should().Equal("INSUFFICIENT_CPUS", "2", "1");

        await house.Client.CallAsync("cpu_pool.set_ncpu", pool, 1);
        await house.Client.CallAsync("cpu_pool.set_sched_policy", pool, "lottery");
        (await house.Client.FailAsync("cpu_pool.activate", pool)).Should().Equal("UNKOWN_SCHED_POLICY");
    }

    [Theory]
    [InlineData("name_label", "", "name_label")]
    [InlineData("name_label", "two words", "name_label")]
    [InlineData("name_label", "Pool-0", "another pool")]
    [InlineData("ncpu", "0", "ncpu")]
    [InlineData("proposed_CPUs", "first", "proposed_CPUs")]
    public async Task A_pool_that_cannot_be_is_refused(string member, string value, string reason)
    {
        await using var house = await WiredHouse.OpenAsync();
        var record = Record("Pool-1");
        record[member] = record[member] is List<object> ? new List<object> { value } : value;
        var error = await house.Client.FailAsync("cpu_pool.create", record);
        error[0].Should().Be("PARAMETER_ERROR");
        error[1].Should().Contain(reason);
    }

    [Fact]
    public async Task A_name_that_an_active_pool_had_when_it_was_activated_is_free_again()
    {
        await using var house = await WiredHouse.OpenAsync();
        await FreeAsync(house.Client, 6, 7);
        var first = await house.Client.CallAsync<string>("cpu_pool.create", Record("Pool-1", 1));
        await house.Client.CallAsync("cpu_pool.activate", first);
        await house.Client.CallAsync("cpu_pool.set_name_label", first, "Pool-2");
        var second = await house.Client.CallAsync<string>("cpu_pool.create", Record("Pool-1", 1));
        await house.Client.CallAsync("cpu_pool.activate", second);
    }

    [Fact]
    public async Task The_pool_of_the_control_domain_stays_in_use()
    {
        await using var house = await WiredHouse.OpenAsync();
        var first = (string)(await house.Client.CallAsync<List<object?>>("cpu_pool.get_by_name_label", "Pool-0")).Single()!;
        (await house.Client.FailAsync("cpu_pool.deactivate", first)).Should().Equal("POOL_BAD_STATE", "in use");
        (await house.Client.FailAsync("cpu_pool.destroy", first)).Should().Equal("POOL_BAD_STATE", "activated");
        (await house.Client.CallAsync<List<object?>>("cpu_pool.get_host_CPUs", first)).Should().HaveCount(8);
    }

    [Fact]
    public async Task After_a_restart_the_hypervisor_is_right_about_its_pools()
    {
        await using var house = await WiredHouse.OpenAsync();
        var cpus = await FreeAsync(house.Client, 6, 7);
        var ended = await house.Client.CallAsync<string>("cpu_pool.create", Record("Pool-1", 1));
        await house.Client.CallAsync("cpu_pool.activate", ended);

        // Another toolstack ends the one pool and makes another, of whose name there is one already.
        await house.Hosts[0].DestroyPoolAsync(Guid.Parse(ended));
        var made = Guid.NewGuid();
        await house.Hosts[0].CreatePoolAsync(new(made, "Pool-1", "credit", [7]));
        await house.RestartAsync();

        (await house.Client.CallAsync<bool>("cpu_pool.get_activated", ended)).Should().BeFalse();
        (await house.Client.CallAsync<bool>("cpu_pool.get_activated", $"{made}")).Should().BeTrue();
        (await house.Client.CallAsync<string>("cpu_pool.get_name_label", $"{made}")).Should().Be($"Pool-1:{made}");
        (await house.Client.CallAsync<List<object?>>("cpu_pool.get_host_CPUs", $"{made}")).Should().Equal(cpus[7]);
        (await house.Client.CallAsync<List<object?>>("host_cpu.get_unassigned_cpus")).Should().Equal(cpus[6]);
    }

    [Fact]
    public async Task Only_pools_that_shall_are_activated_with_their_host()
    {
        // On a host that starts anew all CPUs are in its first pool; here it is deactivated behind the server's back.
        await using var house = await WiredHouse.OpenAsync();
        await FreeAsync(house.Client, 6, 7);
        var with = await house.Client.CallAsync<string>("cpu_pool.create", Record("with", 1));
        var without = await house.Client.CallAsync<string>("cpu_pool.create", Record("without", 1));
        await house.Client.CallAsync("cpu_pool.set_auto_power_on", with, true);
        await house.Engine.Store.CommitAsync(changes => changes.Put(changes.Get(house.Engine.ThisHost) with { BootId = "an earlier one" }));
        await house.RestartAsync();

        (await house.Client.CallAsync<bool>("cpu_pool.get_activated", with)).Should().BeTrue();
        (await house.Client.CallAsync<bool>("cpu_pool.get_activated", without)).Should().BeFalse();
    }

    [Fact]
    public async Task Pools_that_are_activated_at_once_never_share_a_CPU()
    {
        // Orders take a while, so that they would meet.
        await using var house = await WiredHouse.OpenAsync(SimulatedWorld.Instant with { Timings = SimulatedTimings.Instant with { OrderMs = 50 } });
        await FreeAsync(house.Client, 4, 5, 6, 7);
        var pools = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            pools.Add(await house.Client.CallAsync<string>("cpu_pool.create", Record($"Pool-{i + 1}", 2)));
        }

        var errors = await Task.WhenAll(pools.Select(pool => Task.Run(async () =>
        {
            try
            {
                await house.Client.CallAsync("cpu_pool.activate", pool);
                return "";
            }
            catch (XenFailure failure)
            {
                return failure.Description[0];
            }
        })));
        errors.Count(error => error.Length == 0).Should().Be(2);
        errors.Count(error => error == "INSUFFICIENT_CPUS").Should().Be(2);
        house.Hosts[0].Pools().SelectMany(pool => pool.Cpus).Should().OnlyHaveUniqueItems();
    }

    private static async Task<Dictionary<int, string>> FreeAsync(XenClient client, params int[] numbers)
    {
        var first = (string)(await client.CallAsync<List<object?>>("cpu_pool.get_by_name_label", "Pool-0")).Single()!;
        var cpus = new Dictionary<int, string>();
        foreach (var (cpu, record) in await client.CallAsync<Dictionary<string, object?>>("host_cpu.get_all_records"))
        {
            cpus[int.Parse((string)((Dictionary<string, object?>)record!)["number"]!)] = cpu;
        }

        foreach (var number in numbers)
        {
            await client.CallAsync("cpu_pool.remove_host_CPU_live", first, cpus[number]);
        }

        return cpus;
    }
}
