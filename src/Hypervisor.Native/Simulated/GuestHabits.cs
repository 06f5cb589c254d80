using System.Globalization;

namespace Hypervisor.Native.Simulated;

/// <summary>
/// How a simulated guest behaves. A domain's platform settings can say it: <c>simulated_ignores_shutdown</c> (true or
/// false), <c>simulated_silent</c> (whether it reports nothing of itself), <c>simulated_crash_after_s</c>,
/// <c>simulated_poweroff_after_s</c>, <c>simulated_reboot_after_s</c>, <c>simulated_boot_s</c>,
/// <c>simulated_shutdown_s</c> (seconds that the guest has run) and <c>simulated_cpu_percent</c> (of each virtual CPU).
/// </summary>
public sealed record GuestHabits
{
    private const string Prefix = "simulated_";
    private const double MostSeconds = 10 * 365 * 24 * 3600.0;

    private static readonly GuestHabits Usual = new();

    /// <summary>Whether it does nothing when asked to shut down.</summary>
    public bool IgnoresShutdown { get; private init; }

    /// <summary>Whether it reports nothing of itself.</summary>
    public bool IsSilent { get; private init; }

    /// <summary>How long it runs before it ends by itself, and how; null where it does not.</summary>
    internal GuestEnd? End { get; private init; }

    /// <summary>How long it boots; null for the host's usual time.</summary>
    public TimeSpan? Boot { get; private init; }

    /// <summary>How long it shuts down; null for the host's usual time.</summary>
    public TimeSpan? Shutdown { get; private init; }

    /// <summary>The part of the time that each virtual CPU runs, from 0 to 1; null for one made up from the seed.</summary>
    public double? CpuLoad { get; private init; }

    /// <summary>The habits that the platform settings order; a value that makes no sense is <see cref="HypervisorFault.Invalid"/>.</summary>
    public static GuestHabits Of(IReadOnlyDictionary<string, string> platform)
    {
        var habits = Usual;
        foreach (var (key, value) in platform)
        {
            if (key.StartsWith(Prefix, StringComparison.Ordinal))
            {
                habits = habits.With(key, value);
            }
        }

        return habits;
    }

    private GuestHabits With(string key, string value) => key[Prefix.Length..] switch
    {
        "ignores_shutdown" => this with { IgnoresShutdown = Truth(key, value) },
        "silent" => this with { IsSilent = Truth(key, value) },
        "crash_after_s" => this with { End = GuestEnd.Sooner(End, new(DownReason.Crash, Seconds(key, value))) },
        "poweroff_after_s" => this with { End = GuestEnd.Sooner(End, new(DownReason.PowerOff, Seconds(key, value))) },
        "reboot_after_s" => this with { End = GuestEnd.Sooner(End, new(DownReason.Reboot, Seconds(key, value))) },
        "boot_s" => this with { Boot = Seconds(key, value) },
        "shutdown_s" => this with { Shutdown = Seconds(key, value) },
        "cpu_percent" => this with { CpuLoad = Number(key, value, 100) / 100 },
        _ => throw new HypervisorException(HypervisorFault.Invalid, $"The simulation knows no setting {key}."),
    };

    private static bool Truth(string key, string value) => value switch
    {
        "true" or "1" => true,
        "false" or "0" => false,
        _ => throw new HypervisorException(HypervisorFault.Invalid, $"{key} must be true or false."),
    };

    private static TimeSpan Seconds(string key, string value) => TimeSpan.FromSeconds(Number(key, value, MostSeconds));

    private static double Number(string key, string value, double most) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= most
            ? number
            : throw new HypervisorException(HypervisorFault.Invalid, $"{key} must be a number from 0 to {most.ToString(CultureInfo.InvariantCulture)}.");
}
