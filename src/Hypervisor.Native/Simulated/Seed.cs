using System.Buffers.Binary;

namespace Hypervisor.Native.Simulated;

/// <summary>
/// Numbers that look like chance and are the same each time: everything made up comes from one of these. It mixes with
/// SplitMix64, which is small and good enough for a play.
/// </summary>
internal readonly record struct Seed(ulong Value)
{
    /// <summary>A number from 0 to below 1.</summary>
    public double Unit => (Mixed(Value) >> 11) * (1.0 / (1UL << 53));

    /// <summary>The seed of a part, by name.</summary>
    public Seed With(string name)
    {
        var hash = 14695981039346656037UL ^ Value;
        foreach (var letter in name)
        {
            hash = (hash ^ letter) * 1099511628211UL;
        }

        return new(Mixed(hash));
    }

    /// <summary>The seed of a part, by number.</summary>
    public Seed With(long number) => new(Mixed(Value ^ Mixed((ulong)number)));

    /// <summary>The seed of a part, by identity.</summary>
    public Seed With(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        return With(BinaryPrimitives.ReadInt64LittleEndian(bytes)).With(BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]));
    }

    /// <summary>A number from 0 to below the count.</summary>
    public int Below(int count) => (int)(Unit * count);

    /// <summary>One of several.</summary>
    public T Of<T>(ReadOnlySpan<T> several) => several[Below(several.Length)];

    /// <summary>A UUID of version 4.</summary>
    public Guid Id()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, Mixed(Value));
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Mixed(Value + 1));
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new(bytes, bigEndian: true);
    }

    /// <summary>A number from 0 to 1 that goes gently up and down as time passes.</summary>
    public double Wave(DateTimeOffset now)
    {
        const long period = 30 * TimeSpan.TicksPerSecond;
        var (slot, rest) = Math.DivRem(now.UtcTicks, period);
        var (from, to) = (With(slot).Unit, With(slot + 1).Unit);
        return from + ((to - from) * rest / period);
    }

    private static ulong Mixed(ulong value)
    {
        value += 0x9E3779B97F4A7C15UL;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
