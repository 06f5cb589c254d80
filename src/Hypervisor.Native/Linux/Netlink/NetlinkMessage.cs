namespace Hypervisor.Native.Linux.Netlink;

/// <summary>A message of netlink.</summary>
/// <param name="type">What it is.</param>
/// <param name="flags">Its flags.</param>
/// <param name="sequence">The number of the request that it answers.</param>
/// <param name="payload">What follows its header.</param>
internal readonly ref struct NetlinkMessage(ushort type, ushort flags, uint sequence, ReadOnlySpan<byte> payload)
{
    public ushort Type { get; } = type;

    public ushort Flags { get; } = flags;

    public uint Sequence { get; } = sequence;

    public ReadOnlySpan<byte> Payload { get; } = payload;

    /// <summary>The attributes that follow so many bytes that are fixed.</summary>
    public NetlinkAttributes Attributes(int fixedBytes) => Payload.Length >= fixedBytes
        ? new(Payload[Math.Min(NetlinkWriter.Aligned(fixedBytes), Payload.Length)..])
        : throw KernelRefusal.Malformed($"a message of type {Type} ends within its first {fixedBytes} bytes");
}
