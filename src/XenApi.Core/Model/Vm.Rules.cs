using XenApi.Core.Faults;
using XenApi.Core.Machines;
using XenApi.Core.Memory;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <content>The rules that a machine keeps whoever writes it.</content>
public sealed partial record Vm
{
    internal const int NameLengthMost = 255;
    internal const string BiosOrder = "BIOS order";
    internal const string DefaultPoolName = "Pool-0";

    private const int OrderLengthMost = 8;

    /// <summary>Whether the machine is gone as soon as it has no domain, as clients say by the key <c>transient</c>.</summary>
    internal bool IsTransient => OtherConfig.TryGetValue("transient", out var text) && (text == "1" || text.Equals("true", StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public override void Check(XenObject? before, Changes changes)
    {
        var known = (Vm?)before;
        CheckMemory();
        CheckCpus(known);
        CheckBoot(known);
        if (NameLabel != known?.NameLabel && NameLabel.Length > NameLengthMost)
        {
            throw Errors.ValueNotSupported("VM.name_label", Collections.Shortened(NameLabel), $"must be at most {NameLengthMost} characters long");
        }

        if (IsATemplate && !(known?.IsATemplate ?? false) && PowerState != VmPowerState.Halted)
        {
            throw Errors.VmBadPowerState(Id, VmPowerState.Halted, PowerState);
        }
    }

    private static void CheckOrder(string field, long low, string above, long high)
    {
        if (low < 0 || low > high)
        {
            throw Errors.ValueNotSupported($"VM.{field}", $"{low}", $"must be from 0 to {above}, which is {high}");
        }
    }

    private void CheckMemory()
    {
        CheckOrder("memory_static_min", MemoryStaticMin, "memory_dynamic_min", MemoryDynamicMin);
        CheckOrder("memory_dynamic_min", MemoryDynamicMin, "memory_dynamic_max", MemoryDynamicMax);
        CheckOrder("memory_dynamic_max", MemoryDynamicMax, "memory_static_max", MemoryStaticMax);
    }

    private void CheckCpus(Vm? known)
    {
        if (VcpusMax is < 1 or > CpuShares.MostCpus)
        {
            throw Errors.ValueNotSupported("VM.VCPUs_max", $"{VcpusMax}", $"must be from 1 to {CpuShares.MostCpus}");
        }

        if (VcpusAtStartup < 1 || VcpusAtStartup > VcpusMax)
        {
            throw Errors.ValueNotSupported("VM.VCPUs_at_startup", $"{VcpusAtStartup}", $"must be from 1 to VCPUs_max, which is {VcpusMax}");
        }

        if (known is null || !known.VcpusParams.Equals(VcpusParams))
        {
            _ = new CpuShares(VcpusParams);
        }
    }

    private void CheckBoot(Vm? known)
    {
        if (HvmBootPolicy is not ("" or BiosOrder))
        {
            throw Errors.ValueNotSupported("VM.HVM_boot_policy", Collections.Shortened(HvmBootPolicy), $"must be empty for a paravirtual machine, or {BiosOrder}");
        }

        var order = HvmBootParams.GetOr("order", "");
        if (order.Length > OrderLengthMost || !order.All(char.IsAsciiLetter))
        {
            throw Errors.ValueNotSupported("VM.HVM_boot_params:order", Collections.Shortened(order), "must be letters of boot devices, such as cd");
        }

        CheckSource("PV_kernel", PvKernel, known?.PvKernel);
        CheckSource("PV_ramdisk", PvRamdisk, known?.PvRamdisk);
    }

    private static void CheckSource(string field, string source, string? known)
    {
        if (source != known && !BootSource.IsPath(source))
        {
            throw Errors.ValueNotSupported($"VM.{field}", Collections.Shortened(source), "must be a path on the host, file:///path, or data: with its content in base64");
        }
    }
}
