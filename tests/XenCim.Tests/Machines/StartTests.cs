using Hypervisor.Native;
using Hypervisor.Native.Simulated;
using XenApi.Core.Devices;
using XenApi.Core.Faults;
using XenApi.Core.Machines;
using XenApi.Core.Model;
using XenApi.Core.Values;
using CpuPool = XenApi.Core.Model.CpuPool;

namespace XenCim.Tests.Machines;

public sealed class StartTests
{
    [Fact]
    public async Task What_the_record_says_is_what_the_domain_is_made_of()
    {
        await using var house = await House.StartAsync();
        var life = new Life(house);
        var vm = await life.CreateAsync(v => v with
        {
            MemoryDynamicMax = 48 * Life.MiB, VcpusMax = 4, VcpusAtStartup = 2, VcpusParams = Map.Of(("weight", "300"), ("cap", "20"), ("cpumap0", "1-3,^2")),
            PvBootloader = "pygrub", PvArgs = "quiet", Platform = Map.Of(("acpi", "1")), PciBus = house.Hypervisor.Facts.Pcis[0].Address,
        });
        await VmPowerCalls.Start(house.Caller(), vm, start_paused: false);
        var config = house.Hypervisor.Find(vm.Id!.Value)!.Config;
        config.MemoryBytes.Should().Be(48 * Life.MiB);
        config.MaxMemoryBytes.Should().Be(64 * Life.MiB);
        config.Vcpus.Should().Be(2);
        config.MaxVcpus.Should().Be(4);
        config.Scheduling.Should().Be(new Scheduling(300, 20));
        config.Pins.Should().ContainKey(0).WhoseValue.Should().Equal(1, 3);
        config.Pcis.Should().ContainSingle(pci => pci.Address == house.Hypervisor.Facts.Pcis[0].Address);
        config.Boot.Should().Be(new BootConfig(false, "", "pygrub", "", "", "", "quiet"));
        config.Platform.Should().Contain("acpi", "1");
        life.Get(vm).CpuPool.Should().Equal(new Ref<CpuPool>(house.Hypervisor.Facts.DefaultPool));
        life.Get(vm).Consoles.Select(house.Now.Get).Should().Contain(c => c.Protocol == ConsoleProtocol.Vt100 && c.Location.Length > 0);
    }

    [Fact]
    public async Task Too_little_memory_is_told_with_its_figures()
    {
        await using var house = await House.StartAsync(SimulatedWorld.Instant with { Hosts = [new() { MemoryMiB = 2048, ControlMemoryMiB = 1024 }] });
        var life = new Life(house);
        var vm = await life.CreateAsync(v => v with { MemoryStaticMax = 4096 * Life.MiB });
        var error = await life.ErrorOfAsync(MachineLife.Start, vm);
        error!.Code.Should().Be("HOST_NOT_ENOUGH_FREE_MEMORY");
        long.Parse(error.Parameters[0], null).Should().BeGreaterThanOrEqualTo(4096 * Life.MiB);
        long.Parse(error.Parameters[1], null).Should().Be(house.Hypervisor.Sample().FreeMemoryBytes);
        life.ShouldAgree(vm);
    }

    [Fact]
    public async Task A_start_that_is_cancelled_is_undone()
    {
        var slow = SimulatedWorld.Instant with { Timings = SimulatedTimings.Instant with { CreateMs = 600_000 } };
        await using var house = await House.StartAsync(slow);
        var life = new Life(house);
        var vm = await life.CreateAsync();
        using var cancel = new CancellationTokenSource();
        var start = life.OrderAsync(MachineLife.Start, vm, cancel.Token);
        await WaitUntilAsync(() => !life.Get(vm).ResidentOn.IsNull);
        await cancel.CancelAsync();
        await FluentActions.Awaiting(() => start).Should().ThrowAsync<OperationCanceledException>();
        life.Get(vm).PowerState.Should().Be(VmPowerState.Halted);
        life.ShouldAgree(vm);
    }

    [Fact]
    public async Task A_template_and_a_machine_without_memory_do_not_start()
    {
        await using var house = await House.StartAsync();
        var life = new Life(house);
        (await life.ErrorOfAsync(MachineLife.Start, await life.CreateAsync(vm => vm with { IsATemplate = true })))!.Code.Should().Be("OPERATION_NOT_ALLOWED");
        var none = await VmRecordCalls.Create(house.Caller(), new Vm { Id = Guid.NewGuid() });
        life.Get(none).NameLabel.Should().Be("Domain-Unnamed");
        (await life.ErrorOfAsync(MachineLife.Start, none))!.Code.Should().Be("VALUE_NOT_SUPPORTED");
        life.ShouldAgree(none);
    }

    [Fact]
    public async Task A_disabled_host_starts_nothing_but_lets_a_machine_reboot()
    {
        await using var house = await House.StartAsync();
        var life = new Life(house);
        var halted = await life.CreateAsync();
        var running = await life.CreateAsync(VmPowerState.Running);
        await house.Caller().CommitAsync(changes => changes.Put(changes.Get(house.Engine.ThisHost) with { Enabled = false }));
        (await life.ErrorOfAsync(MachineLife.Start, halted))!.Code.Should().Be("OPERATION_NOT_ALLOWED");
        await life.OrderAsync(MachineLife.CleanReboot, running);
        life.Get(running).PowerState.Should().Be(VmPowerState.Running);
    }

    [Fact]
    public async Task A_fully_virtual_machine_needs_a_host_for_it()
    {
        await using var house = await House.StartAsync(SimulatedWorld.Instant with { Hosts = [new() { Hvm = false }] });
        var life = new Life(house);
        var vm = await life.CreateAsync(v => v with { HvmBootPolicy = "BIOS order" });
        (await life.ErrorOfAsync(MachineLife.Start, vm))!.Description.Should().Equal("VM_HVM_REQUIRED", vm.ToString());
    }

    [Fact]
    public async Task A_pool_is_named_by_one_that_is_there_and_active()
    {
        await using var house = await House.StartAsync();
        var life = new Life(house);
        var pool = new CpuPool { Id = Guid.NewGuid(), NameLabel = "idle", ResidentOn = house.Engine.ThisHost };
        await house.Caller().CommitAsync(changes => changes.Put(pool));
        (await life.ErrorOfAsync(MachineLife.Start, await life.CreateAsync(vm => vm with { PoolName = "idle" })))!.Description.Should().Equal("POOL_BAD_STATE", "deactivated");
        (await life.ErrorOfAsync(MachineLife.Start, await life.CreateAsync(vm => vm with { PoolName = "nowhere" })))!.Code.Should().Be("VALUE_NOT_SUPPORTED");
    }

    [Fact]
    public async Task A_PCI_device_that_the_host_lacks_is_named()
    {
        await using var house = await House.StartAsync();
        var life = new Life(house);
        var error = await life.ErrorOfAsync(MachineLife.Start, await life.CreateAsync(vm => vm with { PciBus = "ff:1f.7" }));
        error!.Description.Should().StartWith(["VALUE_NOT_SUPPORTED", "VM.PCI_bus", "0000:ff:1f.7"]);
    }

    [Fact]
    public async Task Only_one_of_two_machines_gets_an_image_to_write_to()
    {
        await using var house = await House.StartAsync();
        var life = new Life(house);
        var (one, other) = (await life.CreateAsync(), await life.CreateAsync());
        var image = await new Storage.Images(house).CreateAsync();
        foreach (var vm in new[] { one, other })
        {
            await VbdCalls.Create(house.Caller(), new Vbd { Id = Guid.NewGuid(), Vm = vm, Vdi = image, Device = "xvda", Mode = VbdMode.ReadWrite });
        }

        var errors = await Task.WhenAll(life.ErrorOfAsync(MachineLife.Start, one), life.ErrorOfAsync(MachineLife.Start, other));
        errors.Where(e => e is not null).Should().ContainSingle().Which!.Code.Should().Be("VDI_IN_USE");
        life.ShouldAgree(one);
        life.ShouldAgree(other);
    }

    private static async Task WaitUntilAsync(Func<bool> isSo)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!isSo())
        {
            late.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
