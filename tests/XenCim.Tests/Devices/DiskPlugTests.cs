using Hypervisor.Native;
using Hypervisor.Native.Simulated;
using XenApi.Core.Devices;
using XenApi.Core.Machines;
using XenApi.Core.Model;
using XenApi.Core.Storage;
using XenApi.Core.Values;

namespace XenCim.Tests.Devices;

public sealed class DiskPlugTests
{
    [Fact]
    public async Task A_running_machine_gets_its_new_disk_at_once()
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);
        var vm = await shop.VmAsync(starts: true);
        var image = await shop.ImageAsync();

        var disk = await shop.DiskAsync(vm, image);

        var config = shop.Domain(vm).Config.Disks.Single();
        config.Should().Be(new DiskConfig("xvda", house.Engine.Storage.PathOf(shop.Get(image)), "raw", false, false, false));
        var seen = shop.Get(disk);
        seen.CurrentlyAttached.Should().BeTrue();
        seen.RuntimeProperties["dev"].Should().Be("xvda");
        seen.RuntimeProperties["state"].Should().Be("4");
        house.Now.Find(seen.Metrics).Should().NotBeNull();
    }

    [Fact]
    public async Task Nothing_is_left_of_a_disk_that_the_domain_does_not_get()
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);
        var vm = await shop.VmAsync(starts: true);
        var image = await shop.ImageAsync();
        house.Hypervisor.InjectFault(new(SimulatedOperation.Attach, HypervisorFault.Failed) { Message = "No back end." });

        (await Workshop.ErrorOf(() => shop.DiskAsync(vm, image))).Should().Equal("INTERNAL_ERROR", "No back end.");

        shop.Get(vm).Vbds.Should().BeEmpty();
        house.Now.All<VbdMetrics>().Should().BeEmpty();
        (await shop.DiskAsync(vm, image)).IsNull.Should().BeFalse("the image is free again");
    }

    [Fact]
    public async Task A_disk_is_unplugged_and_plugged_and_comes_back_at_the_next_start()
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);
        var vm = await shop.VmAsync();
        var disk = await shop.DiskAsync(vm, await shop.ImageAsync());
        shop.Get(disk).CurrentlyAttached.Should().BeFalse();

        await shop.StartAsync(vm);
        shop.Get(disk).CurrentlyAttached.Should().BeTrue();
        shop.Get(disk).RuntimeProperties["mode"].Should().Be("w");

        await VbdCalls.Unplug(shop.Caller, disk);
        shop.Domain(vm).Config.Disks.Should().BeEmpty();
        shop.Get(disk).Should().Match<Vbd>(d => !d.CurrentlyAttached && !d.IsClaimed && d.RuntimeProperties.Count == 0);

        await VbdCalls.PlugIn(shop.Caller, disk);
        shop.Domain(vm).Config.Disks.Should().ContainSingle();
        shop.Get(disk).CurrentlyAttached.Should().BeTrue();

        await VbdCalls.Unplug(shop.Caller, disk);
        await shop.StopAsync(vm);
        await shop.StartAsync(vm);
        shop.Get(disk).CurrentlyAttached.Should().BeTrue();
    }

    [Fact]
    public async Task Plugging_in_the_wrong_state_is_refused()
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);
        var vm = await shop.VmAsync();
        var disk = await shop.DiskAsync(vm, await shop.ImageAsync());
        string[] halted = ["VM_BAD_POWER_STATE", vm.ToString(), "Running", "Halted"];

        (await Workshop.ErrorOf(() => VbdCalls.PlugIn(shop.Caller, disk))).Should().Equal(halted);
        (await Workshop.ErrorOf(() => VbdCalls.Unplug(shop.Caller, disk))).Should().Equal(halted);

        await shop.StartAsync(vm);
        (await Workshop.ErrorOf(() => VbdCalls.PlugIn(shop.Caller, disk))).Should().Equal("OPERATION_NOT_ALLOWED");
        await VbdCalls.Unplug(shop.Caller, disk);
        (await Workshop.ErrorOf(() => VbdCalls.Unplug(shop.Caller, disk))).Should().Equal("OPERATION_NOT_ALLOWED");
    }

    [Fact]
    public async Task A_plug_that_fails_is_told_by_the_status_and_the_next_one_clears_it()
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);
        var vm = await shop.VmAsync(starts: true);
        var disk = await shop.DiskAsync(vm, await shop.ImageAsync());
        await VbdCalls.Unplug(shop.Caller, disk);
        house.Hypervisor.InjectFault(new(SimulatedOperation.Attach, HypervisorFault.Failed) { Message = "No back end." });

        await Workshop.ErrorOf(() => VbdCalls.PlugIn(shop.Caller, disk));
        shop.Get(disk).Should().Match<Vbd>(d => !d.CurrentlyAttached && !d.IsClaimed && d.StatusCode == 1 && d.StatusDetail.Contains("No back end."));

        await VbdCalls.PlugIn(shop.Caller, disk);
        shop.Get(disk).Should().Match<Vbd>(d => d.CurrentlyAttached && d.StatusCode == 0 && d.StatusDetail.Length == 0);
    }

    [Fact]
    public async Task Destroying_an_attached_disk_unplugs_it_and_is_refused_where_the_domain_keeps_it()
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);
        var vm = await shop.VmAsync(starts: true);
        var disk = await shop.DiskAsync(vm, await shop.ImageAsync());
        house.Hypervisor.InjectFault(new(SimulatedOperation.Detach, HypervisorFault.Busy) { Message = "The guest uses it." });

        (await Workshop.ErrorOf(() => VbdCalls.Destroy(shop.Caller, disk))).Should().Contain("The guest uses it.");
        shop.Get(disk).CurrentlyAttached.Should().BeTrue();

        await VbdCalls.Destroy(shop.Caller, disk);
        house.Now.Find(disk).Should().BeNull();
        house.Now.All<VbdMetrics>().Should().BeEmpty();
        shop.Domain(vm).Config.Disks.Should().BeEmpty();
    }

    [Fact]
    public async Task What_the_domain_has_of_a_disk_cannot_be_set_and_the_rest_can()
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);
        var vm = await shop.VmAsync(starts: true);
        var disk = await shop.DiskAsync(vm, await shop.ImageAsync());

        (await Workshop.ErrorOf(() => VbdCalls.SetDevice(shop.Caller, disk, "xvdz"))).Should().Equal("OPERATION_NOT_ALLOWED");
        (await Workshop.ErrorOf(() => VbdCalls.SetMode(shop.Caller, disk, VbdMode.ReadOnly))).Should().Equal("OPERATION_NOT_ALLOWED");
        (await Workshop.ErrorOf(() => VbdCalls.SetType(shop.Caller, disk, VbdType.Cd))).Should().Equal("OPERATION_NOT_ALLOWED");

        await shop.StopAsync(vm);
        await VbdCalls.SetDevice(shop.Caller, disk, "xvdz");
        await VbdCalls.SetMode(shop.Caller, disk, VbdMode.ReadOnly);
        await shop.StartAsync(vm);
        shop.Domain(vm).Config.Disks.Single().Should().Match<DiskConfig>(d => d.Device == "xvdz" && d.IsReadOnly);
    }

    [Fact]
    public async Task A_sleeping_machine_keeps_its_disks_as_they_are()
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);
        var vm = await shop.VmAsync(starts: true);
        var image = await shop.ImageAsync();
        var disk = await shop.DiskAsync(vm, image);
        var other = await shop.VmAsync();
        var second = await shop.DiskAsync(other, image);
        await VmSleepCalls.Suspend(shop.Caller, vm);
        string[] asleep = ["VM_BAD_POWER_STATE", vm.ToString(), "Halted", "Suspended"];

        (await Workshop.ErrorOf(async () => await shop.DiskAsync(vm, await shop.ImageAsync()))).Should().Equal(asleep);
        (await Workshop.ErrorOf(() => VbdCalls.Destroy(shop.Caller, disk))).Should().Equal(asleep);
        (await Workshop.ErrorOf(() => VbdCalls.SetMode(shop.Caller, disk, VbdMode.ReadOnly))).Should().Equal(asleep);
        (await Workshop.ErrorOf(() => shop.StartAsync(other))).Should().Equal("VDI_IN_USE", image.ToString(), "attach");

        await VmSleepCalls.Resume(shop.Caller, vm, false);
        shop.Get(disk).CurrentlyAttached.Should().BeTrue();
        shop.Get(second).IsClaimed.Should().BeFalse();
    }

    [Fact]
    public async Task Two_machines_that_start_at_once_never_both_write_to_an_image()
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);
        var image = await shop.ImageAsync();
        var machines = new[] { await shop.VmAsync(), await shop.VmAsync(), await shop.VmAsync() };
        foreach (var vm in machines)
        {
            await shop.DiskAsync(vm, image);
        }

        var outcomes = await Task.WhenAll(machines.Select(vm => shop.StartAsync(vm).ContinueWith(t => t.Exception?.InnerException?.Message, TaskScheduler.Default)));

        outcomes.Count(error => error is null).Should().Be(1);
        outcomes.Where(error => error is not null).Should().OnlyContain(error => error!.StartsWith("VDI_IN_USE"));
        machines.Count(vm => shop.Get(vm).PowerState == VmPowerState.Running).Should().Be(1);
    }

    [Fact]
    public async Task A_machine_goes_with_its_devices_and_leaves_its_images_free()
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);
        var vm = await shop.VmAsync();
        var image = await shop.ImageAsync();
        await shop.DiskAsync(vm, image);
        await shop.NicAsync(vm);
        await ConsoleCalls.Create(shop.Caller, new XenConsole { Id = Guid.NewGuid(), Vm = vm, Protocol = ConsoleProtocol.Vt100 });
        await VtpmCalls.Create(shop.Caller, new Vtpm { Id = Guid.NewGuid(), Vm = vm });
        await DpciCalls.Create(shop.Caller, new Dpci { Id = Guid.NewGuid(), Vm = vm, Ppci = new(house.Now.All<Ppci>().First().Id) });
        await DscsiCalls.Create(shop.Caller, new Dscsi { Id = Guid.NewGuid(), Vm = vm, Pscsi = new(house.Now.All<Pscsi>().First().Id), VirtualHctl = "0:0:0:0" });

        await VmRecordCalls.Destroy(shop.Caller, vm);
        await VdiCalls.Destroy(shop.Caller, image);

        house.Now.All<Vbd>().Should().BeEmpty();
        house.Now.All<Vif>().Should().BeEmpty();
        house.Now.All<XenConsole>().Where(console => console.Vm == vm).Should().BeEmpty();
        house.Now.All<Vtpm>().Should().BeEmpty();
        house.Now.All<Dpci>().Should().BeEmpty();
        house.Now.All<Dscsi>().Should().BeEmpty();
        house.Now.All<DscsiHba>().Should().BeEmpty();
        house.Now.Find(image).Should().BeNull();
    }

    [Fact]
    public async Task A_start_of_the_server_finds_what_it_did_not_live_to_write_down()
    {
        var house = await House.StartAsync();
        var shop = new Workshop(house);
        var vm = await shop.VmAsync(starts: true);
        var disk = await shop.DiskAsync(vm, await shop.ImageAsync());
        var nic = await shop.NicAsync(vm);
        await VbdCalls.Unplug(shop.Caller, disk);
        await house.Hypervisor.AttachAsync(vm.Id!.Value, DeviceConfigs.Of(house.Engine, house.Now, shop.Get(disk)));
        await house.Hypervisor.DetachAsync(vm.Id!.Value, DeviceKind.Nic, "0");

        await using var again = await house.RestartAsync();

        await again.Engine.Machines.WhenAsync(vm, _ => again.Now.Get(disk).CurrentlyAttached && !again.Now.Get(nic).CurrentlyAttached, CancellationToken.None)
            .WaitAsync(TimeSpan.FromSeconds(30));
        again.Now.Get(disk).IsClaimed.Should().BeTrue();
        again.Now.Find(again.Now.Get(disk).Metrics).Should().NotBeNull("metrics come back with every start");
    }
}
