using Cim.Provider.Operations;
using Cim.Provider.Schema;
using Microsoft.Extensions.Time.Testing;
using XenApi.Core.Model;
using XenApi.Core.Values;
using XenCim.Tests.Machines;
using static XenCim.Tests.Cim.Operations.ServedHouse;

namespace XenCim.Tests.Cim.Operations;

/// <summary>Who reads what is measured has it measured first: he sees what an XML-RPC client sees, and nothing else is measured.</summary>
public sealed class MeasureTests
{
    [Theory]
    [InlineData("path", 1)]
    [InlineData("key", 1)]
    [InlineData("class", 2)]
    [InlineData("query", 2)]
    [InlineData("above", 2)]
    [InlineData("host", 2)]
    [InlineData("walk", 2)]
    [InlineData("cpu", 0)]
    [InlineData("none", 0)]
    public async Task Only_what_is_read_is_measured(string how, int expected)
    {
        var time = new FakeTimeProvider();
        await using var served = await StartAsync(time);
        var one = await served.Life.CreateAsync(VmPowerState.Running);
        await served.Life.CreateAsync(VmPowerState.Running);
        var path = Path("Test_System", ("Name", CimValue.Of(one.ToString())));
        var host = Path("Test_Host", ("Name", CimValue.Of(served.House.Engine.ThisHost.ToString())));
        time.Advance(served.House.Engine.Setup.SamplePeriod);
        var caller = served.Caller();
        var service = served.Service;

        var measured = await (how switch
        {
            "path" => service.MeasuredAsync(caller, path),
            "key" => service.MeasuredByQueryAsync(caller, "WQL", $"SELECT * FROM Test_System WHERE Name = '{one}'"),
            "class" => service.MeasuredAsync(caller, "test_system"),
            "query" => service.MeasuredByQueryAsync(caller, "WQL", "SELECT * FROM Test_System WHERE Used > 0"),
            "above" => service.MeasuredAsync(caller, "Test_Element"),
            "host" => service.MeasuredAsync(caller, host),
            "walk" => service.MeasuredAsync(caller, service.Associators(caller, host, new("Test_Hosted"))),
            "cpu" => service.MeasuredAsync(caller, "Test_Cpu"),
            _ => service.MeasuredAsync(caller, "Test_Nothing"),
        });

        Young(served, time).Should().Be(expected);
        (measured == caller).Should().Be(expected == 0);
        if (expected > 0)
        {
            service.GetInstance(measured, path)["Used"].Integer.Should().Be((Int128)served.House.Now.Get(served.Life.Get(one).Metrics).MemoryActual).And.NotBe((Int128)0);
            (await service.MeasuredAsync(measured, path)).Should().Be(measured, "it is young enough");
        }
    }

    private static int Young(ServedHouse served, FakeTimeProvider time) =>
        served.House.Now.All<Vm>().Count(vm => vm is { PowerState: VmPowerState.Running, IsControlDomain: false } && served.House.Now.Get(vm.Metrics).LastUpdated == time.GetUtcNow());
}
