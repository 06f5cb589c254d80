using XenApi.Core.Devices;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenCim.Tests.Devices;

public sealed class ConsoleAndTpmTests
{
    [Fact]
    public async Task A_console_has_a_place_while_its_machine_has_a_domain()
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);
        var vm = await shop.VmAsync();
        var console = await ConsoleCalls.Create(shop.Caller, new XenConsole { Id = Guid.NewGuid(), Vm = vm, Protocol = ConsoleProtocol.Vt100 });
        shop.Get(console).Location.Should().BeEmpty();

        await shop.StartAsync(vm);
        shop.Get(console).Location.Should().NotBeEmpty();
        (await Workshop.ErrorOf(() => ConsoleCalls.Destroy(shop.Caller, console))).Should().Equal("VM_BAD_POWER_STATE", vm.ToString(), "Halted", "Running");

        await shop.StopAsync(vm);
        shop.Get(console).Location.Should().BeEmpty();
        await ConsoleCalls.Destroy(shop.Caller, console);
        house.Now.Find(console).Should().BeNull();
    }

    [Fact]
    public async Task A_console_needs_a_halted_machine_and_a_protocol()
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);
        var (halted, running) = (await shop.VmAsync(), await shop.VmAsync(starts: true));

        (await Workshop.ErrorOf(() => ConsoleCalls.Create(shop.Caller, new XenConsole { Id = Guid.NewGuid(), Vm = halted }))).Should().StartWith("CONSOLE_PROTOCOL_INVALID");
        (await Workshop.ErrorOf(() => ConsoleCalls.Create(shop.Caller, new XenConsole { Id = Guid.NewGuid(), Vm = running, Protocol = ConsoleProtocol.Rfb })))
            .Should().Equal("VM_BAD_POWER_STATE", running.ToString(), "Halted", "Running");
    }

    [Fact]
    public async Task A_machine_has_one_TPM_and_keeps_it_while_it_runs()
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);
        var vm = await shop.VmAsync();
        var module = await VtpmCalls.Create(shop.Caller, new Vtpm { Id = Guid.NewGuid(), Vm = vm, Backend = new(Guid.Empty) });
        VtpmCalls.GetRuntimeProperties(shop.Caller, module).Count.Should().Be(0);

        (await Workshop.ErrorOf(() => VtpmCalls.Create(shop.Caller, new Vtpm { Id = Guid.NewGuid(), Vm = vm }))).Should().StartWith("DEVICE_EXISTS_ERROR");
        await shop.StartAsync(vm);

        shop.Domain(vm).Config.HasTpm.Should().BeTrue();
        VtpmCalls.GetRuntimeProperties(shop.Caller, module)["frontend-id"].Should().Be($"{shop.Domain(vm).Number}");
        (await Workshop.ErrorOf(() => VtpmCalls.Destroy(shop.Caller, module))).Should().Equal("VM_BAD_POWER_STATE", vm.ToString(), "Halted", "Running");

        await shop.StopAsync(vm);
        await VtpmCalls.Destroy(shop.Caller, module);
        house.Now.All<Vtpm>().Should().BeEmpty();
    }
}
