using System.IO.Pipelines;

namespace XenApi.Server.Listeners;

/// <summary>The two pipes of a connection as the one stream that the handshake wants.</summary>
internal sealed class PipeStream(IDuplexPipe pipes) : Stream
{
    private readonly Stream input = pipes.Input.AsStream(leaveOpen: true);
    private readonly Stream output = pipes.Output.AsStream(leaveOpen: true);

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> bytes, CancellationToken cancelled = default) => input.ReadAsync(bytes, cancelled);

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancelled = default) => output.WriteAsync(bytes, cancelled);

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancelled) => output.FlushAsync(cancelled);

    /// <inheritdoc/>
    public override int Read(byte[] bytes, int offset, int count) => input.Read(bytes, offset, count);

    /// <inheritdoc/>
    public override void Write(byte[] bytes, int offset, int count) => output.Write(bytes, offset, count);

    /// <inheritdoc/>
    public override void Flush() => output.Flush();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}
