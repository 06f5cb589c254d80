using XenApi.Core.Declarations;
using XenApi.Core.Model;

namespace XenApi.Core.Faults;

/// <content>Errors of machines and their devices.</content>
public static partial class Errors
{
    private static readonly ErrorCode VmBadPowerStateCode = Declare(
        "VM_BAD_POWER_STATE", ["vm", "expected", "actual"], "The machine is in no state for that; the states are named as in vm_power_state.");

    private static readonly ErrorCode VmHvmRequiredCode = Declare(
        "VM_HVM_REQUIRED", ["vm"], "The machine is fully virtual, and no host here can run that; empty HVM_boot_policy for a paravirtual one.");

    private static readonly ErrorCode VmShutdownTimeoutCode = Declare(
        "VM_SHUTDOWN_TIMEOUT", ["vm", "seconds"], "The guest did not obey in time; ask again, or use the hard call.", ApiVersion.Xend);

    private static readonly ErrorCode HostNotEnoughFreeMemoryCode = Declare(
        "HOST_NOT_ENOUGH_FREE_MEMORY", ["needed", "available"], "The host has not that much free memory, in bytes; halt a machine, or ask for less.", ApiVersion.Xend);

    private static readonly ErrorCode CreateUnspecifiedAttributeCode = Declare(
        "CREATE_UNSPECIFIED_ATTRIBUTE", ["attribute", "class"], "The record lacks a member without which the object cannot be made.", ApiVersion.Xend);

    private static readonly ErrorCode DeviceExistsErrorCode = Declare(
        "DEVICE_EXISTS_ERROR", ["device"], "The device name is taken; choose another one.", ApiVersion.Xend);

    private static readonly ErrorCode VdiInUseCode = Declare(
        "VDI_IN_USE", ["vdi", "operation"], "Another machine writes to the image; halt it, or make the image sharable.", ApiVersion.Xend);

    private static readonly ErrorCode ConsoleProtocolInvalidCode = Declare(
        "CONSOLE_PROTOCOL_INVALID", ["reason"], "The console needs a protocol: vt100, rfb or rdp.", ApiVersion.Xend);

    private static readonly ErrorCode DirectPciErrorCode = Declare(
        "DIRECT_PCI_ERROR", ["reason"], "The PCI device cannot be passed through.", ApiVersion.Xend);

    /// <summary>The machine is in no state for that.</summary>
    public static ApiError VmBadPowerState(Guid vm, VmPowerState expected, VmPowerState actual) =>
        VmBadPowerStateCode.With(vm.ToString(), expected.WireName(), actual.WireName());

    /// <summary>No host can run a fully virtual machine.</summary>
    public static ApiError VmHvmRequired(Guid vm) => VmHvmRequiredCode.With(vm.ToString());

    /// <summary>The guest did not obey in time.</summary>
    public static ApiError VmShutdownTimeout(Guid vm, TimeSpan limit) => VmShutdownTimeoutCode.With(vm.ToString(), $"{(long)limit.TotalSeconds}");

    /// <summary>The host has too little free memory.</summary>
    public static ApiError HostNotEnoughFreeMemory(long needed, long available, Exception? cause = null) =>
        cause is null ? HostNotEnoughFreeMemoryCode.With($"{needed}", $"{available}") : HostNotEnoughFreeMemoryCode.Because(cause, $"{needed}", $"{available}");

    /// <summary>The record lacks a member.</summary>
    public static ApiError CreateUnspecifiedAttribute(string attribute, string className) => CreateUnspecifiedAttributeCode.With(attribute, className);

    /// <summary>The device name is taken.</summary>
    public static ApiError DeviceExists(string device) => DeviceExistsErrorCode.With(device);

    /// <summary>Another machine writes to the image.</summary>
    public static ApiError VdiInUse(Guid vdi, string operation) => VdiInUseCode.With(vdi.ToString(), operation);

    /// <summary>The console lacks a protocol.</summary>
    public static ApiError ConsoleProtocolInvalid(string reason) => ConsoleProtocolInvalidCode.With(reason);

    /// <summary>The PCI device cannot be passed through.</summary>
    public static ApiError DirectPci(string reason, Exception? cause = null) =>
        cause is null ? DirectPciErrorCode.With(reason) : DirectPciErrorCode.Because(cause, reason);
}
