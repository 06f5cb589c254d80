using Hypervisor.Native;
using XenApi.Core.Devices;
using XenApi.Core.Machines;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenCim.Tests.Devices;

public sealed class FoundDeviceTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_change_of_medium_that_was_cut_off_ends_with_one_truth(bool reachedDomain)
    {
        var house = await House.StartAsync();
        var shop = new Workshop(house);
        var vm = await shop.VmAsync();
        var (old, next) = (await shop.ImageAsync(), await shop.ImageAsync());
        var drive = await shop.DiskAsync(vm, old, VbdMode.ReadOnly, VbdType.Cd);
        await shop.StartAsync(vm);
        if (reachedDomain)
        {
            await GiveAsync(house, vm, drive, next);
        }
        else
        {
            await VbdCalls.MediaChange(shop.Caller, drive, next);
            await GiveAsync(house, vm, drive, old);
        }

        house = await house.RestartAsync();
        await using (house)
        {
            shop = new(house);
            await SettleAsync(house, vm);
            var has = reachedDomain ? next : old;
            shop.Get(drive).Should().Match<Vbd>(d => d.Vdi == has && d.IsClaimed && d.CurrentlyAttached);
            shop.Get(has).Vbds.Should().Equal(drive);
            Machine.NeedsLook(house.Engine, shop.Get(vm)).Should().BeFalse();
        }
    }

    [Fact]
    public async Task A_record_that_ran_ahead_of_its_drive_is_taken_back()
    {
        var house = await House.StartAsync();
        var shop = new Workshop(house);
        var vm = await shop.VmAsync();
        var (old, next) = (await shop.ImageAsync(), await shop.ImageAsync());
        var drive = await shop.DiskAsync(vm, old, VbdMode.ReadOnly, VbdType.Cd);
        await shop.StartAsync(vm);

        // The commit that comes before the order, and then no order.
        await shop.Caller.CommitAsync(changes => changes.Put(VbdCalls.Loaded(changes.Get(drive), next, isAttached: true)));

        house = await house.RestartAsync();
        await using (house)
        {
            shop = new(house);
            await SettleAsync(house, vm);
            shop.Get(drive).Should().Match<Vbd>(d => d.Vdi == old && d.IsClaimed);
            shop.Get(next).Vbds.Should().BeEmpty();
        }
    }

    [Fact]
    public async Task Devices_that_a_domain_got_when_nobody_waited_any_more_are_written_down()
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);
        var vm = await shop.VmAsync(starts: true);
        var image = await shop.ImageAsync();
        await house.Hypervisor.AttachAsync(vm.Id!.Value, new DiskConfig("xvdf", house.Engine.Storage.PathOf(shop.Get(image)), "raw", false, false, false, false));
        await house.Hypervisor.AttachAsync(vm.Id!.Value, new NicConfig("7", "00:16:3E:00:00:0A", 1500, shop.Get(shop.Network).Bridge, new(10_240, 20_000)));

        await SettleAsync(house, vm);

        shop.Get(shop.Get(vm).Vbds.Should().ContainSingle().Subject).Should().Match<Vbd>(d => d.Device == "xvdf" && d.Vdi == image && d.CurrentlyAttached && d.IsClaimed);
        shop.Get(shop.Get(vm).Vifs.Should().ContainSingle().Subject).Should().Match<Vif>(n => n.Device == "7" && n.CurrentlyAttached && n.Mac == "00:16:3e:00:00:0a"
            && n.QosAlgorithmType == "ratelimit" && n.QosAlgorithmParams["kbps"] == "10" && n.QosAlgorithmParams["timeslice_us"] == "20000");
        (await Workshop.ErrorOf(async () => await shop.DiskAsync(await shop.VmAsync(starts: true), image))).Should().StartWith(["VDI_IN_USE"]);
        await VbdCalls.Destroy(shop.Caller, shop.Get(vm).Vbds.Single());
        shop.Domain(vm).Config.Disks.Should().BeEmpty();
    }

    [Fact]
    public async Task A_device_that_no_record_can_hold_keeps_nobody_from_looking_after_the_machine()
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);
        var vm = await shop.VmAsync(starts: true);
        await house.Hypervisor.AttachAsync(vm.Id!.Value, new DiskConfig("51712", "/dev/vg/disk", "raw", false, false, false, false));

        await SettleAsync(house, vm);

        shop.Get(vm).Vbds.Should().BeEmpty();
        await VmPowerCalls.Pause(shop.Caller, vm);
        shop.Get(vm).PowerState.Should().Be(VmPowerState.Paused);
    }

    private static async Task GiveAsync(House house, Ref<Vm> vm, Ref<Vbd> drive, Ref<Vdi> medium) => await house.Hypervisor.AttachAsync(
        vm.Id!.Value, DeviceConfigs.Of(house.Engine, house.Now, house.Now.Get(drive) with { Vdi = medium }));

    private static Task SettleAsync(House house, Ref<Vm> vm) =>
        house.Engine.Machines.DoAsync(vm, machine => machine.LookAsync()).WaitAsync(TimeSpan.FromSeconds(30));
}
