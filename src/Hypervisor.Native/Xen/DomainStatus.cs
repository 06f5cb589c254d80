using System.Text.Json;

namespace Hypervisor.Native.Xen;

/// <summary>What the hypervisor itself knows of a domain: <c>libxl_dominfo</c>.</summary>
internal readonly record struct DomainStatus(
    uint Number, Guid Id, bool IsPaused, bool IsDown, bool IsDying, DownReason DownReason, uint Pool, long MemoryBytes, TimeSpan CpuTime)
{
    private const long KiB = 1024;

    /// <summary>Reads it.</summary>
    public static DomainStatus Of(JsonElement info) => new(
        (uint)info.Number("domid"),
        Guid.TryParse(info.Text("uuid"), out var id) ? id : Guid.Empty,
        info.Is("paused"),
        info.Is("shutdown"),
        info.Is("dying"),
        Reason(info.Part("shutdown_reason")),
        (uint)info.Number("cpupool"),
        info.Number("current_memkb") * KiB,
        TimeSpan.FromTicks(info.Number("cpu_time") / 100));

    /// <summary>What it does.</summary>
    public DomainState State => IsDown ? DomainState.Down : IsPaused ? DomainState.Paused : DomainState.Running;

    private static DownReason Reason(JsonElement reason) => reason.ValueKind == JsonValueKind.String ? reason.GetString() switch
    {
        "reboot" or "soft_reset" => DownReason.Reboot,
        "suspend" => DownReason.Suspend,
        "crash" or "watchdog" => DownReason.Crash,
        _ => DownReason.PowerOff,
    }
    : DownReason.PowerOff;
}
