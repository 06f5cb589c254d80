using XenApi.Core.Faults;
using XenApi.Core.Machines;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenCim.Tests.Machines;

public sealed class RecordTests
{
    public static TheoryData<string, string> WrongRecords() => new()
    {
        { "VM.memory_static_min", "static-min" }, { "VM.memory_dynamic_min", "dynamic-min" }, { "VM.memory_dynamic_max", "dynamic-max" },
        { "VM.VCPUs_max", "vcpus-max" }, { "VM.VCPUs_at_startup", "vcpus" }, { "VM.VCPUs_params:weight", "weight" }, { "VM.VCPUs_params", "cpumap" },
        { "VM.HVM_boot_policy", "policy" }, { "VM.HVM_boot_params:order", "order" }, { "VM.PV_kernel", "kernel" }, { "VM.PV_ramdisk", "ramdisk" }, { "VM.name_label", "name" },
    };

    [Theory]
    [MemberData(nameof(WrongRecords))]
    public async Task A_record_that_breaks_a_rule_is_refused_by_the_name_of_its_field(string field, string what)
    {
        await using var house = await House.StartAsync();
        var life = new Life(house);
        (await RefusedAsync(() => life.CreateAsync(vm => Wrong(vm, what)))).Parameters[0].Should().Be(field);
        var good = await life.CreateAsync(vm => vm with { VcpusMax = 2 });
        (await RefusedAsync(() => house.Caller().CommitAsync(changes => changes.Put(Wrong(changes.Get(good), what))))).Parameters[0].Should().Be(field);
    }

    [Fact]
    public async Task A_record_that_says_little_is_completed()
    {
        await using var house = await House.StartAsync();
        var life = new Life(house);
        var id = Guid.NewGuid();
        var vm = await VmRecordCalls.Create(house.Caller(), new Vm { Id = id, MemoryDynamicMax = 32 * Life.MiB, VcpusAtStartup = 3 });
        vm.Id.Should().Be(id);
        life.Get(vm).Should().Match<Vm>(made => made.NameLabel == "Domain-Unnamed" && made.MemoryStaticMax == 32 * Life.MiB && made.VcpusMax == 3 && made.PoolName == "Pool-0");
        life.Get(vm).VcpusParams.Should().Equal(Map.Of(("weight", "256"), ("cap", "0")));
        house.Now.Find(life.Get(vm).Metrics).Should().NotBeNull();
        house.Now.Find(life.Get(vm).GuestMetrics).Should().NotBeNull();
        (await RefusedAsync(() => VmRecordCalls.Create(house.Caller(), new Vm { Id = id }))).Parameters[0].Should().Be("uuid");
    }

    [Fact]
    public async Task A_running_machine_becomes_no_template()
    {
        await using var house = await House.StartAsync();
        var vm = await new Life(house).CreateAsync(VmPowerState.Running);
        (await RefusedAsync(() => house.Caller().CommitAsync(changes => changes.Put(changes.Get(vm) with { IsATemplate = true })))).Code.Should().Be("VM_BAD_POWER_STATE");
    }

    [Fact]
    public async Task Content_of_a_kernel_is_a_file_for_as_long_as_a_machine_refers_to_it()
    {
        await using var house = await House.StartAsync();
        var life = new Life(house);
        var content = "kernel"u8.ToArray();
        var uri = $"data:application/octet-stream;base64,{Convert.ToBase64String(content)}";
        var one = await life.CreateAsync(vm => vm with { PvKernel = uri });
        var other = await life.CreateAsync();
        await VmRecordCalls.SetPvRamdisk(house.Caller(), other, uri);
        var path = life.Get(one).PvKernel;
        life.Get(other).PvRamdisk.Should().Be(path);
        (await File.ReadAllBytesAsync(path)).Should().Equal(content);
        await life.OrderAsync(MachineLife.Start, one);
        house.Hypervisor.Find(one.Id!.Value)!.Config.Boot.Kernel.Should().Be(path);

        await VmPowerCalls.HardShutdown(house.Caller(), one);
        await VmRecordCalls.Destroy(house.Caller(), one);
        File.Exists(path).Should().BeTrue();
        await VmRecordCalls.SetPvRamdisk(house.Caller(), other, "file:///boot/initrd");
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (File.Exists(path))
        {
            late.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    [Theory]
    [InlineData("data:,kernel")]
    [InlineData("data:text/plain;base64")]
    [InlineData("data:application/octet-stream;base64,not base64!")]
    [InlineData("http://example.org/kernel")]
    [InlineData("file://host/kernel")]
    public async Task What_is_neither_a_path_nor_content_is_no_kernel(string source)
    {
        await using var house = await House.StartAsync();
        var vm = await new Life(house).CreateAsync();
        (await RefusedAsync(() => VmRecordCalls.SetPvKernel(house.Caller(), vm, source))).Parameters[0].Should().Be("VM.PV_kernel");
    }

    [Theory]
    [InlineData("/boot/vmlinuz", "/boot/vmlinuz")]
    [InlineData("file:///boot/vmlinuz", "/boot/vmlinuz")]
    [InlineData("file:/boot/vmlinuz", "/boot/vmlinuz")]
    [InlineData("", "")]
    public void A_path_can_be_a_URI(string source, string path)
    {
        BootSource.IsPath(source).Should().BeTrue();
        BootSource.PathOf(source).Should().Be(path);
    }

    [Fact]
    public async Task Live_settings_reach_the_domain_and_the_record()
    {
        await using var house = await House.StartAsync();
        var life = new Life(house);
        var vm = await life.CreateAsync(VmPowerState.Running, v => v with { VcpusMax = 4, MemoryDynamicMin = 64 * Life.MiB });
        await VmLiveCalls.SetVcpusNumberLive(house.Caller(), vm, 3);
        await VmLiveCalls.SetMemoryDynamicMaxLive(house.Caller(), vm, 32 * Life.MiB);
        await VmLiveCalls.AddToVcpusParamsLive(house.Caller(), vm, "weight", "512");
        await VmLiveCalls.AddToVcpusParamsLive(house.Caller(), vm, "cpumap1", "0,1");

        var config = house.Hypervisor.Find(vm.Id!.Value)!.Config;
        (config.Vcpus, config.MemoryBytes, config.Scheduling.Weight).Should().Be((3, 32 * Life.MiB, 512));
        config.Pins[1].Should().Equal(0, 1);
        life.Get(vm).Should().Match<Vm>(v => v.VcpusAtStartup == 3 && v.MemoryDynamicMax == 32 * Life.MiB && v.MemoryDynamicMin == 32 * Life.MiB);
        (await RefusedAsync(() => VmLiveCalls.SetVcpusNumberLive(house.Caller(), vm, 5))).Code.Should().Be("VALUE_NOT_SUPPORTED");
        (await RefusedAsync(() => VmLiveCalls.SetMemoryDynamicMaxLive(house.Caller(), vm, 65 * Life.MiB))).Code.Should().Be("VALUE_NOT_SUPPORTED");
        life.Get(vm).VcpusAtStartup.Should().Be(3);
    }

    private static Vm Wrong(Vm vm, string what) => what switch
    {
        "static-min" => vm with { MemoryStaticMin = 9, MemoryDynamicMin = 8 },
        "dynamic-min" => vm with { MemoryDynamicMin = 128 * Life.MiB, MemoryDynamicMax = 64 * Life.MiB },
        "dynamic-max" => vm with { MemoryDynamicMax = 128 * Life.MiB },
        "vcpus-max" => vm with { VcpusMax = 1_000_000 },
        "vcpus" => vm with { VcpusMax = 2, VcpusAtStartup = 3 },
        "weight" => vm with { VcpusParams = Map.Of(("weight", "heavy")) },
        "cpumap" => vm with { VcpusParams = Map.Of(("cpumap0", "3-1")) },
        "policy" => vm with { HvmBootPolicy = "coin toss" },
        "order" => vm with { HvmBootParams = Map.Of(("order", "c,d")) },
        "kernel" => vm with { PvKernel = "ftp://x/y" },
        "ramdisk" => vm with { PvRamdisk = "file:relative" },
        _ => vm with { NameLabel = new string('n', 256) },
    };

    private static async Task<ApiError> RefusedAsync(Func<Task> call) => (await FluentActions.Awaiting(call).Should().ThrowAsync<ApiError>()).Which;
}
