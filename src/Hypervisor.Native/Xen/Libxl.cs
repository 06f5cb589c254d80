using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hypervisor.Native.Xen;

/// <summary>
/// The functions of libxenlight that this driver calls, under their own names. No struct of the library is written down here:
/// structures are <see cref="LibxlValue"/>, and go in and out as JSON.
/// </summary>
/// <remarks>
/// Of functions that take an <c>ao_how</c>, a null one means that the call waits (libxl.h, "Async operations"). The library is
/// the one of the hypervisor's own version, as <see cref="LibxlLibrary"/> finds it.
/// </remarks>
internal static partial class Libxl
{
    /// <summary>The name that stands for the library here; the file's name depends on the version.</summary>
    public const string Library = "xenlight";

    // Contexts, children, events.
    [LibraryImport(Library)]
    public static partial int libxl_ctx_alloc(out nint context, int version, uint flags, nint logger);

    [LibraryImport(Library)]
    public static partial void libxl_childproc_setmode(nint context, nint hooks, nint user);

    [LibraryImport(Library)]
    public static partial void libxl_childproc_sigchld_occurred(nint context);

    [LibraryImport(Library)]
    public static partial void libxl_event_register_callbacks(nint context, nint hooks, nint user);

    [LibraryImport(Library)]
    public static partial int libxl_event_wait(nint context, out nint happened, ulong types, nint predicate, nint user);

    [LibraryImport(Library)]
    public static partial void libxl_event_free(nint context, nint happened);

    [LibraryImport(Library)]
    public static partial int libxl_evenable_domain_death(nint context, uint domain, ulong user, out nint handle);

    [LibraryImport(Library)]
    public static partial void libxl_evdisable_domain_death(nint context, nint handle);

    [LibraryImport(Library)]
    public static partial int libxl_ao_abort(nint context, nint how);

    // The host.
    [LibraryImport(Library)]
    public static partial nint libxl_get_version_info(nint context);

    [LibraryImport(Library)]
    public static partial int libxl_get_physinfo(nint context, nint answer);

    [LibraryImport(Library)]
    public static partial int libxl_get_scheduler(nint context);

    [LibraryImport(Library)]
    public static partial nint libxl_get_cpu_topology(nint context, out int count);

    [LibraryImport(Library)]
    public static partial void libxl_cputopology_list_free(nint list, int count);

    [LibraryImport(Library)]
    public static partial nint libxl_xen_console_read_start(nint context, int clear);

    [LibraryImport(Library)]
    public static partial int libxl_xen_console_read_line(nint context, nint reader, out nint line);

    [LibraryImport(Library)]
    public static partial void libxl_xen_console_read_finish(nint context, nint reader);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int libxl_send_debug_keys(nint context, string keys);

    // Domains.
    [LibraryImport(Library)]
    public static partial nint libxl_list_domain(nint context, out int count);

    [LibraryImport(Library)]
    public static partial void libxl_dominfo_list_free(nint list, int count);

    [LibraryImport(Library)]
    public static partial int libxl_domain_info(nint context, nint answer, uint domain);

    [LibraryImport(Library)]
    public static partial nint libxl_list_vcpu(nint context, uint domain, out int count, out int cpus);

    [LibraryImport(Library)]
    public static partial void libxl_vcpuinfo_list_free(nint list, int count);

    [LibraryImport(Library)]
    public static partial int libxl_retrieve_domain_configuration(nint context, uint domain, nint answer, nint how);

    [LibraryImport(Library)]
    public static partial int libxl_domain_create_new(nint context, nint config, nint domain, nint how, nint progress);

    [LibraryImport(Library)]
    public static partial int libxl_domain_create_restore(nint context, nint config, nint domain, int from, int back, nint parameters, nint how, nint progress);

    [LibraryImport(Library)]
    public static partial int libxl_domain_pause(nint context, uint domain, nint how);

    [LibraryImport(Library)]
    public static partial int libxl_domain_unpause(nint context, uint domain, nint how);

    [LibraryImport(Library)]
    public static partial int libxl_domain_shutdown(nint context, uint domain, nint how);

    [LibraryImport(Library)]
    public static partial int libxl_domain_reboot(nint context, uint domain, nint how);

    [LibraryImport(Library)]
    public static partial int libxl_domain_destroy(nint context, uint domain, nint how);

    [LibraryImport(Library)]
    public static partial int libxl_domain_suspend(nint context, uint domain, int to, int flags, nint how);

    [LibraryImport(Library)]
    public static partial int libxl_domain_resume(nint context, uint domain, int cooperative, nint how);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int libxl_domain_core_dump(nint context, uint domain, string path, nint how);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int libxl_domain_rename(nint context, uint domain, string? oldName, string newName);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int libxl_domain_preserve(nint context, uint domain, nint createInfo, string suffix, LibxlUuid newId);

    [LibraryImport(Library)]
    public static partial int libxl_set_memory_target(nint context, uint domain, long kilobytes, int isRelative, int isEnforced);

    [LibraryImport(Library)]
    public static partial int libxl_set_vcpuonline(nint context, uint domain, nint online, nint how);

    [LibraryImport(Library)]
    public static partial int libxl_set_vcpuaffinity(nint context, uint domain, uint vcpu, nint hard, nint soft);

    [LibraryImport(Library)]
    public static partial int libxl_domain_sched_params_get(nint context, uint domain, nint answer);

    [LibraryImport(Library)]
    public static partial int libxl_domain_sched_params_set(nint context, uint domain, nint parameters);

    [LibraryImport(Library)]
    public static partial int libxl_send_sysrq(nint context, uint domain, byte key);

    [LibraryImport(Library)]
    public static partial int libxl_send_trigger(nint context, uint domain, int trigger, uint vcpu, nint how);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int libxl_userdata_store(nint context, uint domain, string key, ReadOnlySpan<byte> data, int length);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int libxl_userdata_retrieve(nint context, uint domain, string key, out nint data, out int length);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int libxl_userdata_unlink(nint context, uint domain, string key);

    // Devices.
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int libxl_vdev_to_device_disk(nint context, uint domain, string device, nint answer);

    [LibraryImport(Library)]
    public static partial int libxl_devid_to_device_nic(nint context, uint domain, int number, nint answer);

    [LibraryImport(Library)]
    public static partial int libxl_device_disk_add(nint context, uint domain, nint device, nint how);

    [LibraryImport(Library)]
    public static partial int libxl_device_disk_remove(nint context, uint domain, nint device, nint how);

    [LibraryImport(Library)]
    public static partial int libxl_device_disk_destroy(nint context, uint domain, nint device, nint how);

    [LibraryImport(Library)]
    public static partial int libxl_cdrom_insert(nint context, uint domain, nint device, nint how);

    [LibraryImport(Library)]
    public static partial int libxl_device_nic_add(nint context, uint domain, nint device, nint how);

    [LibraryImport(Library)]
    public static partial int libxl_device_nic_remove(nint context, uint domain, nint device, nint how);

    [LibraryImport(Library)]
    public static partial int libxl_device_nic_destroy(nint context, uint domain, nint device, nint how);

    [LibraryImport(Library)]
    public static partial int libxl_device_pci_assignable_add(nint context, nint device, int rebind);

    [LibraryImport(Library)]
    public static partial int libxl_device_pci_add(nint context, uint domain, nint device, nint how);

    [LibraryImport(Library)]
    public static partial int libxl_device_pci_remove(nint context, uint domain, nint device, nint how);

    // CPU pools.
    [LibraryImport(Library)]
    public static partial nint libxl_list_cpupool(nint context, out int count);

    [LibraryImport(Library)]
    public static partial void libxl_cpupoolinfo_list_free(nint list, int count);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int libxl_cpupool_create(nint context, string name, int scheduler, LibxlNoBits cpus, ref LibxlUuid id, ref uint pool);

    [LibraryImport(Library)]
    public static partial int libxl_cpupool_destroy(nint context, uint pool);

    [LibraryImport(Library)]
    public static partial int libxl_cpupool_cpuadd(nint context, uint pool, int cpu);

    [LibraryImport(Library)]
    public static partial int libxl_cpupool_cpuremove(nint context, uint pool, int cpu);

    [LibraryImport(Library)]
    public static partial int libxl_cpupool_movedomain(nint context, uint pool, uint domain);

    // Words and bits.
    [LibraryImport(Library)]
    public static partial nint libxl_scheduler_to_string(int scheduler);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int libxl_scheduler_from_string(string name, out int scheduler);

    [LibraryImport(Library)]
    public static partial nint libxl_error_to_string(int code);

    [LibraryImport(Library)]
    public static partial int libxl_cpu_bitmap_alloc(nint context, nint bits, int most);

    [LibraryImport(Library)]
    public static partial void libxl_bitmap_set(nint bits, int bit);

    [LibraryImport(Library)]
    public static partial void libxl_bitmap_dispose(nint bits);

    /// <summary>Frees what the library made with malloc.</summary>
    [LibraryImport("libc", EntryPoint = "free")]
    public static partial void Free(nint memory);

    [LibraryImport("libc", EntryPoint = "vsnprintf")]
    public static partial int Format(Span<byte> text, nuint length, nint format, nint arguments);

    /// <summary>The text at an address; null for none.</summary>
    public static string? TextAt(nint text) => Marshal.PtrToStringUTF8(text);

    /// <summary>The text at an address that malloc made; it is freed.</summary>
    public static string? TakeText(nint text)
    {
        var taken = TextAt(text);
        Free(text);
        return taken;
    }
}

/// <summary>A UUID as the library passes it: sixteen octets in the order of the text.</summary>
[InlineArray(16)]
internal struct LibxlUuid
{
    private byte first;

    public static LibxlUuid Of(Guid id)
    {
        var octets = default(LibxlUuid);
        id.TryWriteBytes(octets, bigEndian: true, out _);
        return octets;
    }
}

/// <summary>An empty set of bits, where the library takes one by value.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LibxlNoBits
{
    private ulong size;
    private nint map;
}
