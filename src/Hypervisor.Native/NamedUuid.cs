using System.Security.Cryptography;
using System.Text;

namespace Hypervisor.Native;

/// <summary>Identities that follow from other identities, so that the same device is the same object after every start.</summary>
public static class NamedUuid
{
    /// <summary>The UUID of a name within a parent: version 5 of RFC 9562 §5.5.</summary>
    public static Guid Of(Guid parent, string name)
    {
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData([.. parent.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)], hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new(hash[..16], bigEndian: true);
    }
}
