using XenApi.Core.Devices;
using XenApi.Core.Faults;
using XenApi.Core.Machines;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenCim.Tests.Machines;

public sealed class CopyTests
{
    [Fact]
    public async Task A_clone_has_disks_and_addresses_of_its_own_and_shares_what_can_be_shared()
    {
        await using var house = await House.StartAsync();
        var life = new Life(house);
        var vm = await life.CreateAsync(v => v with { NameDescription = "the first" });
        var own = await new Storage.Images(house).CreateAsync();
        var shared = await new Storage.Images(house).CreateAsync(change: vdi => vdi with { Sharable = true });
        var medium = await new Storage.Images(house).CreateAsync();
        await AddAsync(house, vm, own, "xvda", VbdMode.ReadWrite, VbdType.Disk);
        await AddAsync(house, vm, shared, "xvdb", VbdMode.ReadWrite, VbdType.Disk);
        await AddAsync(house, vm, medium, "xvdc", VbdMode.ReadOnly, VbdType.Cd);
        var network = house.Now.All<Network>().First().Id;
        await VifCalls.Create(house.Caller(), new Vif { Id = Guid.NewGuid(), Vm = vm, Network = new(network), Device = "0" });

        var copy = await VmRecordCalls.Clone(house.Caller(), vm, "the second");

        var made = life.Get(copy);
        made.Should().Match<Vm>(v => v.NameLabel == "the second" && v.NameDescription == "the first" && v.PowerState == VmPowerState.Halted);
        made.Metrics.Should().NotBe(life.Get(vm).Metrics);
        var disks = made.Vbds.Select(house.Now.Get).ToDictionary(vbd => vbd.Device, vbd => vbd.Vdi);
        disks["xvda"].Should().NotBe(own);
        disks["xvdb"].Should().Be(shared);
        disks["xvdc"].Should().Be(medium);
        house.Now.Get(made.Vifs.Single()).Mac.Should().NotBe(house.Now.Get(life.Get(vm).Vifs.Single()).Mac);
        await life.OrderAsync(MachineLife.Start, copy);
        await life.OrderAsync(MachineLife.Start, vm);
    }

    [Fact]
    public async Task A_clone_that_fails_leaves_nothing()
    {
        await using var house = await House.StartAsync();
        var vm = await new Life(house).CreateAsync();
        await AddAsync(house, vm, await new Storage.Images(house).CreateAsync(), "xvda", VbdMode.ReadWrite, VbdType.Disk);
        await FluentActions.Awaiting(() => VmRecordCalls.Clone(house.Caller(), vm, new string('x', 1000))).Should().ThrowAsync<ApiError>();
        house.Now.All<Vdi>().Should().ContainSingle();
        house.Now.All<Vm>().Count(v => !v.IsControlDomain).Should().Be(1);
    }

    [Fact]
    public async Task A_machine_goes_with_its_devices_and_without_its_images()
    {
        await using var house = await House.StartAsync();
        var vm = await new Life(house).CreateAsync();
        var image = await new Storage.Images(house).CreateAsync();
        await AddAsync(house, vm, image, "xvda", VbdMode.ReadWrite, VbdType.Disk);
        await VmRecordCalls.Destroy(house.Caller(), vm);
        house.Now.All<Vbd>().Should().BeEmpty();
        house.Now.All<VmMetrics>().Should().ContainSingle("only that of the control domain is left");
        house.Now.Get(image).Vbds.Should().BeEmpty();
    }

    [Fact]
    public async Task A_machine_that_has_a_crash_dump_is_not_destroyed()
    {
        await using var house = await House.StartAsync();
        var life = new Life(house);
        var vm = await life.CreateAsync();
        var image = await new Storage.Images(house).CreateAsync(change: vdi => vdi with { Type = VdiType.Crashdump });
        await house.Caller().CommitAsync(changes => changes.Put(new Crashdump { Id = Guid.NewGuid(), Vm = vm, Vdi = image }));
        (await life.ErrorOfAsync(MachineLife.Destroy, vm))!.Code.Should().Be("OPERATION_NOT_ALLOWED");
        life.Get(vm).CrashDumps.Should().ContainSingle();
    }

    private static Task AddAsync(House house, Ref<Vm> vm, Ref<Vdi> image, string device, VbdMode mode, VbdType type) =>
        VbdCalls.Create(house.Caller(), new Vbd { Id = Guid.NewGuid(), Vm = vm, Vdi = image, Device = device, Mode = mode, Type = type });
}
