namespace XenCim.Tests.Moving;

/// <summary>What is read of it comes in two parts, the first so long, or octet by octet.</summary>
internal sealed class SplitStream(Stream whole, long at) : Stream
{
    private long read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => read; set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var most = at < 0 ? 1 : read < at ? (int)Math.Min(buffer.Length, at - read) : buffer.Length;
        var came = await whole.ReadAsync(buffer[..most], cancellationToken);
        read += came;
        return came;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
