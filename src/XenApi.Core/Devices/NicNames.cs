using System.Globalization;
using XenApi.Core.Faults;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Devices;

/// <summary>The names of network interfaces in a machine: a number, with or without <c>eth</c> before it.</summary>
internal static class NicNames
{
    private const string Prefix = "eth";

    // What the network back ends of Xen count to.
    private const int NumberMost = 255;

    /// <summary>The number of an interface, as text.</summary>
    public static string Bare(string device) => Number(device) is { } number ? number.ToString(CultureInfo.InvariantCulture) : device;

    /// <summary>The least number that no interface of the machine has.</summary>
    public static string Free(Vm vm, Changes changes)
    {
        var taken = vm.Vifs.Select(vif => Number(changes.Get(vif).Device)).ToHashSet();
        for (var number = 0; number <= NumberMost; number++)
        {
            if (!taken.Contains(number))
            {
                return number.ToString(CultureInfo.InvariantCulture);
            }
        }

        throw Errors.ValueNotSupported("VIF.device", "", $"the machine has {NumberMost + 1} interfaces, which is all that it can have");
    }

    /// <summary>Refuses a name that is no name of an interface, or that another interface of the machine has.</summary>
    public static void Check(Vif vif, Vm vm, Changes changes)
    {
        var number = Number(vif.Device)
            ?? throw Errors.ValueNotSupported("VIF.device", Collections.Shortened(vif.Device), $"must be a number from 0 to {NumberMost}, or eth and such a number");
        foreach (var other in vm.Vifs)
        {
            if (other.Id != vif.Id && Number(changes.Get(other).Device) == number)
            {
                throw Errors.DeviceExists(vif.Device);
            }
        }
    }

    private static int? Number(string device)
    {
        var digits = device.StartsWith(Prefix, StringComparison.Ordinal) ? device.AsSpan(Prefix.Length) : device;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= NumberMost ? number : null;
    }
}
