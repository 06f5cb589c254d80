using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Hypervisor.Native.Xen;

/// <summary>What is asked of Linux about an open file that libxenlight reads or writes by itself.</summary>
internal static partial class FileCalls
{
    private const int FromStart = 0;
    private const int FromHere = 1;

    /// <summary>Puts the place where reading and writing go on.</summary>
    public static void Place(SafeFileHandle file, long at)
    {
        if (Seek(file, at, FromStart) != at)
        {
            throw new IOException($"The file cannot be read from {at} on: {Marshal.GetLastPInvokeErrorMessage()}.");
        }
    }

    /// <summary>The place where reading and writing go on.</summary>
    public static long PlaceOf(SafeFileHandle file) => Seek(file, 0, FromHere);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    private static partial long Seek(SafeFileHandle file, long offset, int whence);
}
