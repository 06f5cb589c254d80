using System.Globalization;
using XenApi.Core.Devices;
using XenApi.Core.Faults;
using XenApi.Core.Memory;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <content>The rules of a network interface.</content>
public sealed partial record Vif
{
    // The least that IPv4 works with (RFC 791), and the most that a frame of Linux's bridges holds.
    private const long MtuLeast = 68;
    private const long MtuMost = 65535;

    /// <summary>Interfaces are found by their hardware addresses.</summary>
    public override string? Label => Mac;

    /// <inheritdoc/>
    public override void Check(XenObject? before, Changes changes)
    {
        var was = (Vif?)before;
        if (was is { CurrentlyAttached: true } && CurrentlyAttached && (was.Device != Device || was.Mac != Mac || was.Mtu != Mtu))
        {
            throw Errors.OperationNotAllowed();
        }

        if (was?.Device != Device)
        {
            NicNames.Check(this, changes.Get(Vm), changes);
        }

        if (was?.Mac != Mac && Mac != MacAddress.Canonical(Mac))
        {
            throw Errors.ValueNotSupported("VIF.MAC", Mac, "must be in lower case, with colons");
        }

        if (Mtu is < MtuLeast or > MtuMost)
        {
            throw Errors.ValueNotSupported("VIF.MTU", Mtu.ToString(CultureInfo.InvariantCulture), $"must be from {MtuLeast} to {MtuMost}");
        }

        if (QosAlgorithmType.Length > 0 && !QosSupportedAlgorithms.Contains(QosAlgorithmType))
        {
            throw Errors.ValueNotSupported("VIF.qos_algorithm_type", Collections.Shortened(QosAlgorithmType), "is none of qos_supported_algorithms");
        }

        SendingRate.Of(this);
        changes.Get(Network);
    }
}
