using Hypervisor.Native;
using Hypervisor.Native.Simulated;
using XenApi.Core.Devices;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenCim.Tests.Devices;

public sealed class PassThroughTests
{
    [Fact]
    public async Task A_PCI_device_goes_into_a_running_machine_and_out_again()
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);
        var vm = await shop.VmAsync(starts: true);
        var ppci = Pci(house, "0000:06:00.0");

        var device = await DpciCalls.Create(shop.Caller, new Dpci { Id = Guid.NewGuid(), Vm = vm, Ppci = ppci, HotplugSlot = 7, Key = "k", Options = Map.Of(("msitranslate", "1")) });

        shop.Domain(vm).Config.Pcis.Single().Should().Match<PciConfig>(p => p.Address == "0000:06:00.0" && p.Slot == 7 && p.Options["msitranslate"] == "1");
        shop.Get(device).Should().Match<Dpci>(d => d.VirtualSlot == 7 && d.VirtualBus == 0 && d.VirtualFunc == 0 && d.VirtualName == "0000:00:07.0" && d.Key == "k");

        await shop.StopAsync(vm);
        shop.Get(device).Should().Match<Dpci>(d => d.VirtualSlot == -1 && d.VirtualName == "");

        await shop.StartAsync(vm);
        shop.Get(device).VirtualSlot.Should().Be(7);

        await DpciCalls.Destroy(shop.Caller, device);
        shop.Domain(vm).Config.Pcis.Should().BeEmpty();
        house.Now.Get(ppci).Dpcis.Should().BeEmpty();
    }

    [Theory]
    [InlineData("", "0000:06:00.0")]
    [InlineData("BIOS order", "0000:00:04.0")]
    public async Task A_PCI_device_that_may_be_anywhere_is_where_the_guest_sees_it(string bootPolicy, string name)
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);
        var vm = await shop.VmAsync(starts: true, bootPolicy);

        var device = await DpciCalls.Create(shop.Caller, new Dpci { Id = Guid.NewGuid(), Vm = vm, Ppci = Pci(house, "0000:06:00.0"), HotplugSlot = -1 });

        shop.Get(device).VirtualName.Should().Be(name);
    }

    [Fact]
    public async Task A_PCI_device_is_passed_through_once()
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);
        var (first, second) = (await shop.VmAsync(), await shop.VmAsync());
        await DpciCalls.Create(shop.Caller, new Dpci { Id = Guid.NewGuid(), Vm = first, Ppci = Pci(house, "0000:06:00.0"), HotplugSlot = 5 });

        (await Workshop.ErrorOf(() => DpciCalls.Create(shop.Caller, new Dpci { Id = Guid.NewGuid(), Vm = second, Ppci = Pci(house, "0000:06:00.0") })))
            .Should().Equal("DIRECT_PCI_ERROR", "Device is in use");
        (await Workshop.ErrorOf(() => DpciCalls.Create(shop.Caller, new Dpci { Id = Guid.NewGuid(), Vm = first, Ppci = Pci(house, "0000:06:00.1"), HotplugSlot = 5 })))
            .Should().Equal("DIRECT_PCI_ERROR", "Slot is in use");
        (await Workshop.ErrorOf(() => DpciCalls.Create(shop.Caller, new Dpci { Id = Guid.NewGuid(), Vm = first, Ppci = Pci(house, "0000:06:00.1"), HotplugSlot = 32 })))
            .Should().StartWith("VALUE_NOT_SUPPORTED");
    }

    [Fact]
    public async Task A_PCI_device_that_the_domain_does_not_get_is_told_in_its_own_error()
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);
        var vm = await shop.VmAsync(starts: true);
        house.Hypervisor.InjectFault(new(SimulatedOperation.Attach, HypervisorFault.Failed) { Message = "It cannot be reset." });

        (await Workshop.ErrorOf(() => DpciCalls.Create(shop.Caller, new Dpci { Id = Guid.NewGuid(), Vm = vm, Ppci = Pci(house, "0000:06:00.0") })))
            .Should().Equal("DIRECT_PCI_ERROR", "It cannot be reset.");
        house.Now.All<Dpci>().Should().BeEmpty();
    }

    [Fact]
    public async Task A_SCSI_device_brings_its_bus_and_takes_it_along()
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);
        var vm = await shop.VmAsync(starts: true);

        var first = await DscsiCalls.Create(shop.Caller, Scsi(house, vm, "0:2:0:0", "3:0:1:2"));
        var second = await DscsiCalls.Create(shop.Caller, Scsi(house, vm, "1:0:0:0", "3:0:1:3"));

        shop.Get(first).Should().Match<Dscsi>(d => d.VirtualHost == 3 && d.VirtualChannel == 0 && d.VirtualTarget == 1 && d.VirtualLun == 2);
        shop.Get(first).RuntimeProperties["p-dev"].Should().Be("0:2:0:0");
        var bus = shop.Get(shop.Get(first).Hba);
        shop.Get(second).Hba.Should().Be(new Ref<DscsiHba>(bus.Id));
        bus.Should().Match<DscsiHba>(b => b.VirtualHost == 3 && b.AssignmentMode == "VIRTUAL" && b.PscsiHbas.Count == 2 && b.Dscsis.Count == 2);
        shop.Domain(vm).Config.Scsis.Should().BeEquivalentTo([new ScsiConfig("3:0:1:2", "0:2:0:0"), new ScsiConfig("3:0:1:3", "1:0:0:0")]);

        await DscsiCalls.Destroy(shop.Caller, first);
        shop.Get(new Ref<DscsiHba>(bus.Id)).PscsiHbas.Should().ContainSingle();
        await DscsiCalls.Destroy(shop.Caller, second);
        house.Now.All<DscsiHba>().Should().BeEmpty();
        shop.Domain(vm).Config.Scsis.Should().BeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("0:0:0")]
    [InlineData("0:0:0:0:0")]
    [InlineData("0:0:0:-1")]
    [InlineData("0:0:0:x")]
    [InlineData("65536:0:0:0")]
    public async Task What_is_no_SCSI_address_is_refused(string address)
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);
        var vm = await shop.VmAsync();

        (await Workshop.ErrorOf(() => DscsiCalls.Create(shop.Caller, Scsi(house, vm, "0:2:0:0", address)))).Should().StartWith("VALUE_NOT_SUPPORTED");
    }

    [Fact]
    public async Task A_SCSI_device_and_an_address_are_given_once()
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);
        var vm = await shop.VmAsync();
        await DscsiCalls.Create(shop.Caller, Scsi(house, vm, "0:2:0:0", "0:0:0:0"));

        (await Workshop.ErrorOf(() => DscsiCalls.Create(shop.Caller, Scsi(house, vm, "0:2:0:0", "0:0:0:1")))).Should().Equal("OPERATION_NOT_ALLOWED");
        (await Workshop.ErrorOf(() => DscsiCalls.Create(shop.Caller, Scsi(house, vm, "0:2:1:0", "0:0:0:0")))).Should().Equal("DEVICE_EXISTS_ERROR", "0:0:0:0");
    }

    [Fact]
    public async Task A_whole_adapter_comes_and_goes_with_all_its_devices()
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);
        var vm = await shop.VmAsync(starts: true);
        var adapter = new Ref<PscsiHba>(house.Now.All<PscsiHba>().Single(hba => hba.PhysicalHost == 1).Id);

        var bus = await DscsiHbaCalls.Create(shop.Caller, new DscsiHba { Id = Guid.NewGuid(), Vm = vm, VirtualHost = 4, AssignmentMode = "HOST", PscsiHbas = [adapter] });

        shop.Get(bus).Should().Match<DscsiHba>(b => b.PscsiHbas.Count == 1 && b.Dscsis.Count == 2);
        shop.Domain(vm).Config.Scsis.Select(s => s.Address).Should().BeEquivalentTo("4:0:0:0", "4:0:1:0");
        var device = shop.Get(bus).Dscsis.First();
        (await Workshop.ErrorOf(() => DscsiCalls.Destroy(shop.Caller, device))).Should().Equal("OPERATION_NOT_ALLOWED");
        (await Workshop.ErrorOf(() => DscsiCalls.Create(shop.Caller, Scsi(house, vm, "0:2:0:0", "4:0:9:0")))).Should().Equal("OPERATION_NOT_ALLOWED");

        await DscsiHbaCalls.Destroy(shop.Caller, bus);
        house.Now.All<Dscsi>().Should().BeEmpty();
        shop.Domain(vm).Config.Scsis.Should().BeEmpty();
    }

    [Fact]
    public async Task Nothing_is_left_of_an_adapter_of_which_one_device_fails()
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);
        var vm = await shop.VmAsync(starts: true);
        house.Hypervisor.InjectFault(new(SimulatedOperation.Attach, HypervisorFault.Failed) { After = 1 });

        await Workshop.ErrorOf(() => DscsiHbaCalls.Create(shop.Caller, new DscsiHba { Id = Guid.NewGuid(), Vm = vm, VirtualHost = 1, AssignmentMode = "HOST" }));

        house.Now.All<DscsiHba>().Should().BeEmpty();
        house.Now.All<Dscsi>().Should().BeEmpty();
        shop.Domain(vm).Config.Scsis.Should().BeEmpty();
    }

    private static Ref<Ppci> Pci(House house, string address) => new(house.Now.All<Ppci>().Single(pci => pci.Name == address).Id);

    private static Dscsi Scsi(House house, Ref<Vm> vm, string physical, string address) => new()
    {
        Id = Guid.NewGuid(), Vm = vm, Pscsi = new(house.Now.All<Pscsi>().Single(scsi => scsi.PhysicalHctl == physical).Id), VirtualHctl = address,
    };
}
