using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace XenApi.Core.Storage;

/// <summary>What Linux can tell of files and .NET does not ask it: blocks in use, holes, and the safety of a directory.</summary>
internal static partial class Posix
{
    /// <summary>The error of a name that is taken already.</summary>
    public const int Exists = 17;

    /// <summary>The error of a file that somebody writes to.</summary>
    public const int Busy = 26;

    private const int CurrentDirectory = -100;
    private const int CloseOnExec = 0x80000;
    private const uint WantSizeAndBlocks = 0x200 | 0x400;
    private const uint WantKind = 1;
    private const int RegularFile = 0x8000;
    private const int BlockDevice = 0x6000;
    private const int SeekData = 3;
    private const int SeekHole = 4;
    private const int SeekEnd = 2;
    private const int NoEntry = 2;
    private const int NoSuchOffset = 6;
    private const long BlockBytes = 512;

    // ext4, XFS, Btrfs, tmpfs and ZFS: every program that has one of their files open is on this host.
    private static readonly long[] OwnFileSystems = [0xEF53, 0x58465342, 0x9123683E, 0x01021994, 0x2FC12FC1];
    private const int KeepLength = 1;
    private const int ZeroRange = 0x10;
    private const nuint ShareAll = 0x40049409;
    private const int NoFollow = 0x100;
    private const int NotPermitted = 1;
    private const int TryAgain = 11;
    private const int SetSignal = 10;
    private const int SetLease = 1024;
    private const int ReadLease = 0;
    private const int NoLease = 2;
    private const int UrgentSignal = 23;
    private const int TooManyLinks = 31;
    private const int NotImplemented = 38;
    private const int NotSupported = 95;

    /// <summary>How long a file is and what it takes up on the disk, in bytes; null where there is none.</summary>
    public static (long LengthBytes, long UsedBytes)? Measure(string path)
    {
        // struct statx is the same on every architecture: stx_size at 40, stx_blocks at 48.
        Span<byte> found = stackalloc byte[256];
        if (StatX(CurrentDirectory, path, 0, WantSizeAndBlocks, found) != 0)
        {
            return Marshal.GetLastPInvokeError() == NoEntry ? null : throw Failed("look at", path);
        }

        return (MemoryMarshal.Read<long>(found[40..]), MemoryMarshal.Read<long>(found[48..]) * BlockBytes);
    }

    /// <summary>Whether there is a file or a block device: something that can be opened without waiting, and has a length.</summary>
    public static bool IsFileOrDisk(string path)
    {
        // struct statx: stx_mode, 16 bits, at 28; its upper four bits are the kind.
        Span<byte> found = stackalloc byte[256];
        return StatX(CurrentDirectory, path, 0, WantKind, found) == 0
            && (MemoryMarshal.Read<ushort>(found[28..]) & 0xF000) is RegularFile or BlockDevice;
    }

    /// <summary>Whether a name stands for a file itself, and not for a link that may lead anywhere.</summary>
    public static bool IsPlainFile(string path)
    {
        Span<byte> found = stackalloc byte[256];
        return StatX(CurrentDirectory, path, NoFollow, WantKind, found) == 0 && (MemoryMarshal.Read<ushort>(found[28..]) & 0xF000) == RegularFile;
    }

    /// <summary>Gives a file a second name; false where the file system has no such thing.</summary>
    public static bool TryLink(string path, string name)
    {
        if (Link(path, name) == 0)
        {
            return true;
        }

        return Marshal.GetLastPInvokeError() is NotPermitted or TooManyLinks or NotImplemented or NotSupported ? false : throw Failed("link", path);
    }

    /// <summary>Where the next bytes are that the file really holds, from here on; the end where it holds no more.</summary>
    public static long NextBytes(SafeFileHandle file, long from, long end)
    {
        var at = Seek(file, from, SeekData);
        if (at >= 0)
        {
            return Math.Min(at, end);
        }

        // A file system that knows no holes holds every byte.
        return Marshal.GetLastPInvokeError() == NoSuchOffset ? end : from;
    }

    /// <summary>Where the next hole is, from here on; the end where there is none.</summary>
    public static long NextHole(SafeFileHandle file, long from, long end)
    {
        var at = Seek(file, from, SeekHole);
        return at >= 0 ? Math.Min(at, end) : end;
    }

    /// <summary>The length of a file or of a block device, in bytes.</summary>
    public static long Length(SafeFileHandle file)
    {
        var end = Seek(file, 0, SeekEnd);
        return end >= 0 ? end : throw Failed("measure", "a file");
    }

    /// <summary>Lets an empty file have the blocks of another until one of them is written to (FICLONE); false where the file system cannot.</summary>
    public static bool TryShare(SafeFileHandle from, SafeFileHandle to) => Control(to, ShareAll, from) == 0;

    /// <summary>Has a part of a file or block device read as zeros, by whatever means the disk has; false where the kernel cannot.</summary>
    public static bool TryZero(SafeFileHandle file, long from, long lengthBytes) => Allocate(file, KeepLength | ZeroRange, from, lengthBytes) == 0;

    /// <summary>Whether some program has a file open to write to it. False also where the kernel cannot tell: a file on a server may be open on another host.</summary>
    /// <param name="file">The file, opened to read.</param>
    public static bool IsOpenToWrite(SafeFileHandle file)
    {
        // The kernel gives no lease to read while somebody writes. It is given back at once; who comes between the two is told of by a signal that ends nothing.
        if (ControlFile(file, SetSignal, UrgentSignal) == 0 && ControlFile(file, SetLease, ReadLease) == 0)
        {
            _ = ControlFile(file, SetLease, NoLease);
            return false;
        }

        // struct statfs: the kind of the file system comes first.
        var isRefused = Marshal.GetLastPInvokeError() == TryAgain;
        Span<byte> found = stackalloc byte[256];
        return isRefused && StatFileSystem(file, found) == 0 && OwnFileSystems.Contains(MemoryMarshal.Read<long>(found));
    }

    /// <summary>Waits until the names in a directory are on the disk: those that came and those that went.</summary>
    public static void FlushDirectory(string path)
    {
        var directory = Open(path, CloseOnExec);
        if (directory < 0)
        {
            throw Failed("open", path);
        }

        try
        {
            if (Sync(directory) != 0)
            {
                throw Failed("flush", path);
            }
        }
        finally
        {
            _ = Close(directory);
        }
    }

    private static IOException Failed(string act, string path)
    {
        var error = Marshal.GetLastPInvokeError();
        return new($"Could not {act} {path}: {Marshal.GetPInvokeErrorMessage(error)}.", error);
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int directory, string path, int flags, uint wanted, Span<byte> found);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string path, string name);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int ControlFile(SafeFileHandle file, int command, int argument);

    [LibraryImport("libc", EntryPoint = "fstatfs", SetLastError = true)]
    private static partial int StatFileSystem(SafeFileHandle file, Span<byte> found);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    private static partial long Seek(SafeFileHandle file, long offset, int whence);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, nuint request, SafeFileHandle other);

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    private static partial int Allocate(SafeFileHandle file, int mode, long from, long lengthBytes);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int file);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}
