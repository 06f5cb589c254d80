using System.Text;
using Cim.Provider.CimXml.Writing;
using Cim.Provider.Operations;
using Cim.Provider.Schema;
using Wire;
using XenApi.Core.Machines;
using XenApi.Core.Model;
using XenCim.Tests.Cim.Operations;
using XenCim.Tests.Machines;

namespace XenCim.Tests.Cim.CimXml;

/// <summary>What instances have in common is written once; that must not show.</summary>
public sealed class InstancePlanTests
{
    [Fact]
    public async Task An_instance_reads_the_same_whether_it_shares_a_plan_or_has_none()
    {
        await using var world = await CimWorld.StartAsync();
        foreach (var state in Life.States)
        {
            await world.Life.CreateAsync(state);
            await world.Life.CreateAsync(state, vm => vm with { NameLabel = "<&>", HvmBootPolicy = "BIOS order" });
            await world.Life.CreateAsync(state, vm => vm with { AutoPowerOn = true });
            await world.Life.CreateAsync(state, vm => vm with { ActionsAfterReboot = OnNormalExit.Destroy });
            await world.Life.CreateAsync(state, vm => vm with { ActionsAfterShutdown = OnNormalExit.Restart });
        }

        var busy = world.House.Now.All<Vm>().First(vm => vm.PowerState == VmPowerState.Running && !vm.IsControlDomain);
        await using var shown = await UnderWay.BeginAsync(world.House.Engine.Store, new(busy.Id), VmOperations.CleanReboot);
        var writer = new InstanceWriter(null, null, withOrigin: false);
        var shared = 0;
        foreach (var instance in world.All("root/xen", associations: false).Concat(world.All("interop", associations: false)))
        {
            shared += instance.Same is null ? 0 : 1;
            Written(writer, instance).Should().Be(Written(writer, new Alone(instance)), instance.Path.ToString());
        }

        shared.Should().BeGreaterThan(50);
    }

    private static string Written(InstanceWriter writer, Instance instance)
    {
        using var answer = new AnswerBuffer();
        writer.Write(answer, instance);
        return Encoding.UTF8.GetString(answer.ToArray());
    }

    // The same values, and nothing known of what others have in common with it.
    private sealed class Alone(Instance instance) : Instance(instance.Class)
    {
        public override CimValue this[int property] => instance[property];
    }
}
