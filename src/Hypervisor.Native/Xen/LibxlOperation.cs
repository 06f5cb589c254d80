using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hypervisor.Native.Xen;

/// <summary>Something that libxenlight carries out by and by: an <c>ao_how</c> with a callback (libxl.h, "Async operations").</summary>
internal sealed unsafe class LibxlOperation : IDisposable
{
    private readonly TaskCompletionSource<int> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly GCHandle self;
    private readonly nint how;

    public LibxlOperation()
    {
        self = GCHandle.Alloc(this);
        var pair = (nint*)NativeMemory.AllocZeroed(2, (nuint)sizeof(nint));
        pair[0] = (nint)(delegate* unmanaged[Cdecl]<nint, int, nint, void>)&Finish;
        pair[1] = GCHandle.ToIntPtr(self);
        how = (nint)pair;
    }

    /// <summary>The <c>ao_how</c>.</summary>
    public nint How => how;

    /// <summary>The number that it ended with; 0 where all went well.</summary>
    public Task<int> Done => done.Task;

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free((void*)how);
        self.Free();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Finish(nint context, int code, nint operation) => ((LibxlOperation)GCHandle.FromIntPtr(operation).Target!).done.TrySetResult(code);
}
