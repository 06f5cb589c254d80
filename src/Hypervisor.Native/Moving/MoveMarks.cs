namespace Hypervisor.Native.Moving;

/// <summary>The words of xl's migration (<c>tools/xl</c> of Xen), by which two hosts agree on who has the domain. All but the first end with a zero.</summary>
internal static class MoveMarks
{
    /// <summary>The receiver is there.</summary>
    public static ReadOnlyMemory<byte> Banner { get; } = "xl migration receiver ready, send binary domain data.\n"u8.ToArray();

    /// <summary>The receiver has all of it, and may be told to go on.</summary>
    public static ReadOnlyMemory<byte> Received { get; } = "domain received, ready to unpause\0"u8.ToArray();

    /// <summary>The domain is the other side's: the sender says so first; the receiver does where it gives it back.</summary>
    public static ReadOnlyMemory<byte> Go { get; } = "domain is yours, you are cleared to unpause\0"u8.ToArray();

    /// <summary>What has become of it follows, as one octet: 0 where it runs.</summary>
    public static ReadOnlyMemory<byte> Report { get; } = "my copy unpause results are as follows\0"u8.ToArray();

    /// <summary>Our own: a line with the reason begins so, where a receiver would only hang up. To xl it is an answer that makes no sense, which is right.</summary>
    public static ReadOnlyMemory<byte> Refusal { get; } = "xencim: "u8.ToArray();
}
