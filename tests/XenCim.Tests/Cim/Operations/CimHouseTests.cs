using Hypervisor.Native.Simulated;

namespace XenCim.Tests.Cim.Operations;

/// <summary>What is served of our own schema holds together.</summary>
public sealed class CimHouseTests
{
    private static SimulatedWorld Furnished => SimulatedWorld.Parse("vms=6,hosts=2,seed=7");

    [Theory]
    [InlineData("root/xen")]
    [InlineData("interop")]
    public async Task Every_instance_is_found_by_its_path(string space)
    {
        await using var world = await CimWorld.StartAsync(Furnished);
        var caller = world.Caller(space);
        foreach (var instance in world.All(space, false).Concat(world.All(space, true)))
        {
            instance.Path.Keys.Should().NotBeEmpty(instance.Class.Name).And.NotContain(key => key.Value.IsNull, instance.Path.ToString());
            world.Service.GetInstance(caller, instance.Path).Path.Should().Be(instance.Path);
        }
    }
}
