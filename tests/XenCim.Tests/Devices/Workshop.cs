using Hypervisor.Native;
using XenApi.Core.Calls;
using XenApi.Core.Devices;
using XenApi.Core.Faults;
using XenApi.Core.Machines;
using XenApi.Core.Model;
using XenApi.Core.Storage;
using XenApi.Core.Values;

namespace XenCim.Tests.Devices;

/// <summary>A house with machines, images and networks to plug together.</summary>
internal sealed class Workshop(House house)
{
    public const long MiB = 1 << 20;

    public House House => house;

    public Caller Caller => house.Caller();

    public Ref<Network> Network => new(house.Now.All<Network>().First().Id);

    public T Get<T>(Ref<T> reference)
        where T : XenObject, IXenClass => house.Now.Get(reference);

    public Domain Domain(Ref<Vm> vm) => house.Hypervisor.Find(vm.Id!.Value)!;

    public async Task<Ref<Vm>> VmAsync(bool starts = false, string bootPolicy = "")
    {
        var vm = await VmRecordCalls.Create(Caller, new Vm
        {
            Id = Guid.NewGuid(), NameLabel = $"guest-{Guid.NewGuid():n}", HvmBootPolicy = bootPolicy,
            MemoryStaticMax = 64 * MiB, MemoryDynamicMax = 64 * MiB, MemoryDynamicMin = 64 * MiB, MemoryStaticMin = 64 * MiB,
        });
        if (starts)
        {
            await StartAsync(vm);
        }

        return vm;
    }

    public Task StartAsync(Ref<Vm> vm) => VmPowerCalls.Start(Caller, vm, false);

    public Task StopAsync(Ref<Vm> vm) => VmPowerCalls.HardShutdown(Caller, vm);

    public Task<Ref<Vdi>> ImageAsync(bool isSharable = false, bool isReadOnly = false) => VdiCalls.Create(Caller, new Vdi
    {
        Id = Guid.NewGuid(), NameLabel = "image", Sr = new(house.Now.All<Sr>().First(sr => sr.NameLabel == "Local").Id),
        VirtualSize = MiB, Sharable = isSharable, ReadOnly = isReadOnly,
    });

    public Task<Ref<Vbd>> DiskAsync(Ref<Vm> vm, Ref<Vdi> image, VbdMode mode = VbdMode.ReadWrite, VbdType type = VbdType.Disk) =>
        VbdCalls.Create(Caller, new Vbd { Id = Guid.NewGuid(), Vm = vm, Vdi = image, Mode = mode, Type = type });

    public Task<Ref<Vif>> NicAsync(Ref<Vm> vm, string mac = "") =>
        VifCalls.Create(Caller, new Vif { Id = Guid.NewGuid(), Vm = vm, Network = Network, Mac = mac });

    /// <summary>The error description that a call fails with.</summary>
    public static async Task<string[]> ErrorOf(Func<Task> call) =>
        [.. (await FluentActions.Awaiting(call).Should().ThrowAsync<ApiError>()).Which.Description];
}
