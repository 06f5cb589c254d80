using System.Globalization;
using Hypervisor.Native;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Devices;

/// <summary>
/// The one quality-of-service algorithm that Xen's back ends have: <c>ratelimit</c> of what a guest sends by an interface, with
/// <c>kbps</c>, KiB in a second, and <c>timeslice_us</c>, the microseconds in which a share of them may be sent at once. A limit holds
/// from the next time that the interface is attached.
/// </summary>
internal static class SendingRate
{
    /// <summary>Its name.</summary>
    public const string Name = "ratelimit";

    /// <summary>All algorithms that an interface can use.</summary>
    public static readonly Set<string> Algorithms = Set.Of([Name]);

    private const string Amount = "kbps";
    private const string Slice = "timeslice_us";
    private const int KiB = 1024;
    private const int UsualSlice = 50_000;

    // netback counts a slice's octets in 32 bits: with the longest slice, a second, that is just below 4 GiB.
    private const long AmountMost = uint.MaxValue / KiB;
    private const int SliceLeast = 1_000;
    private const int SliceMost = 1_000_000;

    /// <summary>The limit of an interface; none where it has no kbps yet; an error where its parameters make no sense.</summary>
    public static RateLimit? Of(Vif vif) => vif.QosAlgorithmType == Name && vif.QosAlgorithmParams.ContainsKey(Amount)
        ? new(Number(vif.QosAlgorithmParams, Amount, 1, AmountMost, 0) * KiB, (int)Number(vif.QosAlgorithmParams, Slice, SliceLeast, SliceMost, UsualSlice))
        : null;

    /// <summary>An interface with the limit that was found.</summary>
    public static Vif With(Vif vif, RateLimit? rate) => rate is null ? vif : vif with
    {
        QosAlgorithmType = Name,
        QosAlgorithmParams = Map.Of(
            (Amount, Text(Math.Clamp((rate.BytesPerSecond + (KiB / 2)) / KiB, 1, AmountMost))), (Slice, Text(Math.Clamp(rate.SliceMicroseconds, SliceLeast, SliceMost)))),
    };

    private static long Number(Map<string, string> parameters, string name, long least, long most, long usual)
    {
        var text = parameters.GetOr(name, Text(usual));
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Errors.ValueNotSupported($"VIF.qos_algorithm_params:{name}", Collections.Shortened(text), $"{Name} takes a number from {least} to {most}");
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
