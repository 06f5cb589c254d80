using XenApi.Core.Faults;
using XenApi.Core.Memory;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <content>The rules that an interface keeps.</content>
public sealed partial record Pif
{
    private const int MtuLeast = 68;
    private const int MtuMost = 65535;

    /// <summary>Whether it is hardware.</summary>
    public bool IsPhysical => Vlan < 0;

    /// <summary>The tag of its VLAN; null for hardware.</summary>
    public int? Tag => IsPhysical ? null : (int)Vlan;

    /// <inheritdoc/>
    public override void Check(XenObject? before, Changes changes)
    {
        var was = (Pif?)before;
        if (Vlan is < -1 or > 4095)
        {
            throw Errors.VlanTagInvalid(Vlan);
        }

        if (was is not null && (IsPhysical != was.IsPhysical || (IsPhysical && Device != was.Device)))
        {
            throw Errors.PifIsPhysical(Id);
        }

        if (!IsPhysical && (Device, Vlan) != (was?.Device, was?.Vlan))
        {
            CheckVlan(was, changes);
        }

        // What the hardware says of itself is taken as it is.
        if (was is null && IsPhysical)
        {
            return;
        }

        if (Mac != was?.Mac && !IsMac(Mac))
        {
            throw Errors.ValueNotSupported("PIF.MAC", Collections.Shortened(Mac), "must be six octets in hexadecimal with colons between them, and no group address");
        }

        if (Mtu is < MtuLeast or > MtuMost)
        {
            throw Errors.ValueNotSupported("PIF.MTU", $"{Mtu}", $"must be from {MtuLeast} to {MtuMost} octets");
        }
    }

    private static bool IsMac(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (i % 3 == 2 ? text[i] != ':' : !char.IsAsciiHexDigit(text[i]))
            {
                return false;
            }
        }

        return text.Length == 17 && (Convert.FromHexString(text.AsSpan(0, 2))[0] & 1) == 0;
    }

    private void CheckVlan(Pif? was, Changes changes)
    {
        var others = changes.Get(Host).Pifs.Select(other => changes.Get(other)).Where(other => other.Id != Id).ToList();
        if (!others.Exists(other => other.IsPhysical && other.Device == Device))
        {
            throw Errors.InvalidDevice(Collections.Shortened(Device));
        }

        if (others.Exists(other => other.Vlan == Vlan && other.Device == Device))
        {
            throw Errors.DeviceExists($"{Device}.{Vlan}");
        }

        // Two ways from one host into one network would be a loop.
        if (was is null && others.Find(other => other.Network == Network) is { } connected)
        {
            throw Errors.NetworkAlreadyConnected(Network.Id ?? default, connected.Id);
        }
    }
}
