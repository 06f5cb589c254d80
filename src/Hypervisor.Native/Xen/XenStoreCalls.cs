using System.Runtime.InteropServices;

namespace Hypervisor.Native.Xen;

/// <summary>The functions of libxenstore that this driver calls, under their own names; their interface is stable (xenstore.h).</summary>
internal static partial class XenStoreCalls
{
    /// <summary>The name that stands for the library here; <see cref="LibxlLibrary"/> finds the file.</summary>
    public const string Library = "xenstore";

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint xs_open(nuint flags);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint xs_read(nint handle, uint transaction, string path, out uint length);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool xs_write(nint handle, uint transaction, string path, ReadOnlySpan<byte> data, uint length);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool xs_rm(nint handle, uint transaction, string path);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint xs_directory(nint handle, uint transaction, string path, out uint count);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool xs_watch(nint handle, string path, string token);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint xs_read_watch(nint handle, out uint count);
}
