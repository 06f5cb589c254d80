using System.Runtime.InteropServices;

namespace Hypervisor.Native.Xen;

/// <summary>
/// An order as the library knows it: an <c>ao_how</c> without a callback, whose end is told as an event that bears its number
/// (libxl.h, "Async operations").
/// </summary>
internal sealed unsafe class LibxlOperation : IDisposable
{
    private static long last;

    private readonly nint how;

    public LibxlOperation()
    {
        Number = Interlocked.Increment(ref last);
        var pair = (long*)NativeMemory.AllocZeroed(2, sizeof(long));
        pair[1] = Number;
        how = (nint)pair;
    }

    /// <summary>What the event bears that tells its end.</summary>
    public long Number { get; }

    /// <summary>The <c>ao_how</c>.</summary>
    public nint How => how;

    /// <inheritdoc/>
    public void Dispose() => NativeMemory.Free((void*)how);
}
