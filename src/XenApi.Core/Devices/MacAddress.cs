using System.Globalization;
using System.Security.Cryptography;
using XenApi.Core.Faults;
using XenApi.Core.Memory;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Devices;

/// <summary>Hardware addresses of network interfaces.</summary>
internal static class MacAddress
{
    private const int Octets = 6;
    private const byte GroupBit = 1;

    /// <summary>The address in its one form: lower case, with colons. An error where it is no address of one interface.</summary>
    public static string Canonical(string address)
    {
        Span<byte> octets = stackalloc byte[Octets];
        return TryRead(address, octets) && (octets[0] & GroupBit) == 0 && octets.ContainsAnyExcept((byte)0)
            ? Text(octets)
            : throw Errors.ValueNotSupported(
                "VIF.MAC", Collections.Shortened(address), "must be six octets in hexadecimal with colons between them, of one interface and not of a group");
    }

    /// <summary>
    /// A random address of Xen's own range that no interface has. Interfaces may be given one address twice by their
    /// owners, as twins of which one runs at a time; an address that is made up is never a second one.
    /// </summary>
    public static string Random(Snapshot snapshot)
    {
        Span<byte> octets = [0x00, 0x16, 0x3e, 0, 0, 0];
        while (true)
        {
            RandomNumberGenerator.Fill(octets[3..]);
            var address = Text(octets);
            if (snapshot.Named(Vif.Descriptor, address).Count == 0)
            {
                return address;
            }
        }
    }

    private static bool TryRead(string address, Span<byte> octets)
    {
        const int Length = (Octets * 3) - 1;
        if (address.Length != Length)
        {
            return false;
        }

        for (var i = 0; i < Octets; i++)
        {
            var isSeparated = i == 0 || address[(i * 3) - 1] is ':' or '-';
            if (!isSeparated || !byte.TryParse(address.AsSpan(i * 3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out octets[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static string Text(ReadOnlySpan<byte> octets) =>
        $"{octets[0]:x2}:{octets[1]:x2}:{octets[2]:x2}:{octets[3]:x2}:{octets[4]:x2}:{octets[5]:x2}";
}
