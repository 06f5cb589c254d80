using Microsoft.Win32.SafeHandles;

namespace XenApi.Core.Storage;

/// <summary>A sparse file that is the disk, byte by byte.</summary>
internal sealed class RawFormat : ImageFormat
{
    public override string Name => "raw";

    public override string Suffix => ".raw";

    public override void Make(SafeFileHandle file, long virtualSizeBytes) => RandomAccess.SetLength(file, virtualSizeBytes);

    public override long VirtualSizeBytes(SafeFileHandle file) => Posix.Length(file);

    public override bool IsWhole(SafeFileHandle file) => true;

    public override bool Grow(SafeFileHandle file, long virtualSizeBytes)
    {
        if (Posix.Length(file) >= virtualSizeBytes)
        {
            return false;
        }

        RandomAccess.SetLength(file, virtualSizeBytes);
        return true;
    }
}
