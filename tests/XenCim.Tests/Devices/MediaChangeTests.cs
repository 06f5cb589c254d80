using Hypervisor.Native;
using Hypervisor.Native.Simulated;
using XenApi.Core.Devices;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenCim.Tests.Devices;

public sealed class MediaChangeTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_drive_takes_another_medium_and_none(bool isRunning)
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);
        var vm = await shop.VmAsync();
        var drive = await shop.DiskAsync(vm, Ref<Vdi>.Null, VbdMode.ReadOnly, VbdType.Cd);
        var medium = await shop.ImageAsync();
        if (isRunning)
        {
            await shop.StartAsync(vm);
        }

        await VbdCalls.MediaChange(shop.Caller, drive, medium);
        shop.Get(drive).Should().Match<Vbd>(d => d.Vdi == medium && d.IsClaimed == isRunning);
        shop.Get(medium).Vbds.Should().Equal(drive);
        PathIn(shop, vm).Should().Be(isRunning ? house.Engine.Storage.PathOf(shop.Get(medium)) : null);

        await VbdCalls.MediaChange(shop.Caller, drive, Ref<Vdi>.Null);
        shop.Get(drive).Should().Match<Vbd>(d => d.Vdi.IsNull && !d.IsClaimed && d.CurrentlyAttached == isRunning);
        PathIn(shop, vm).Should().Be(isRunning ? "" : null);
    }

    [Theory]
    [InlineData(VbdType.Disk, VbdMode.ReadOnly)]
    [InlineData(VbdType.Cd, VbdMode.ReadWrite)]
    public async Task What_is_no_read_only_drive_takes_no_medium(VbdType type, VbdMode mode)
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);
        var disk = await shop.DiskAsync(await shop.VmAsync(), await shop.ImageAsync(), mode, type);

        (await Workshop.ErrorOf(() => VbdCalls.MediaChange(shop.Caller, disk, Ref<Vdi>.Null))).Should().Equal("HANDLE_INVALID", "VBD", disk.ToString());
    }

    [Fact]
    public async Task The_old_medium_stays_where_the_domain_does_not_take_the_new_one()
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);
        var vm = await shop.VmAsync();
        var (old, next) = (await shop.ImageAsync(), await shop.ImageAsync());
        var drive = await shop.DiskAsync(vm, old, VbdMode.ReadOnly, VbdType.Cd);
        await shop.StartAsync(vm);
        house.Hypervisor.InjectFault(new(SimulatedOperation.Attach, HypervisorFault.Failed));

        await Workshop.ErrorOf(() => VbdCalls.MediaChange(shop.Caller, drive, next));

        shop.Get(drive).Vdi.Should().Be(old);
        PathIn(shop, vm).Should().Be(house.Engine.Storage.PathOf(shop.Get(old)));
    }

    [Fact]
    public async Task A_medium_that_a_machine_writes_to_is_refused()
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);
        var (vm, writer, image) = (await shop.VmAsync(), await shop.VmAsync(), await shop.ImageAsync());
        await shop.DiskAsync(writer, image);
        var drive = await shop.DiskAsync(vm, Ref<Vdi>.Null, VbdMode.ReadOnly, VbdType.Cd);
        await shop.StartAsync(vm);
        await shop.StartAsync(writer);

        (await Workshop.ErrorOf(() => VbdCalls.MediaChange(shop.Caller, drive, image))).Should().Equal("VDI_IN_USE", image.ToString(), "attach");
    }

    [Fact]
    public async Task Only_a_drive_can_be_empty()
    {
        await using var house = await House.StartAsync();
        var shop = new Workshop(house);
        var vm = await shop.VmAsync();
        var drive = await shop.DiskAsync(vm, Ref<Vdi>.Null, type: VbdType.Cd);

        (await Workshop.ErrorOf(() => shop.DiskAsync(vm, Ref<Vdi>.Null))).Should().Equal("HANDLE_INVALID", "VDI", "");
        (await Workshop.ErrorOf(() => VbdCalls.SetType(shop.Caller, drive, VbdType.Disk))).Should().Equal("HANDLE_INVALID", "VDI", "");
    }

    private static string? PathIn(Workshop shop, Ref<Vm> vm) => shop.House.Hypervisor.Find(vm.Id!.Value)?.Config.Disks.Single().Path;
}
