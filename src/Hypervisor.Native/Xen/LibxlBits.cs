using System.Runtime.InteropServices;

namespace Hypervisor.Native.Xen;

/// <summary>A set of CPUs, as libxenlight takes it.</summary>
internal sealed unsafe class LibxlBits : IDisposable
{
    // A libxl_bitmap is a size and a pointer.
    private const int BitmapBytes = 64;
    private const int MostCpus = 4096;

    private nint at;

    /// <summary>The CPUs given; all of the host where none is.</summary>
    public LibxlBits(LibxlContext xen, IReadOnlyList<int> cpus)
    {
        at = (nint)NativeMemory.AllocZeroed(BitmapBytes);
        try
        {
            var most = Math.Max(cpus.Count > 0 ? cpus.Max() + 1 : 1, (int)xen.Read("count CPUs", null, xen.Types.PhysicalInfo, info => Libxl.libxl_get_physinfo(xen.Handle, info)).Number("max_cpu_id") + 1);
            if (most > MostCpus || cpus.Any(cpu => cpu < 0))
            {
                throw new HypervisorException(HypervisorFault.Invalid, $"CPUs are numbered from 0 to {MostCpus - 1}.");
            }

            xen.Ask("count CPUs", null, () => Libxl.libxl_cpu_bitmap_alloc(xen.Handle, at, most));
            foreach (var cpu in cpus.Count > 0 ? cpus : Enumerable.Range(0, most))
            {
                Libxl.libxl_bitmap_set(at, cpu);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Its address.</summary>
    public nint At => at;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (at != 0)
        {
            Libxl.libxl_bitmap_dispose(at);
            NativeMemory.Free((void*)at);
            at = 0;
        }
    }
}
