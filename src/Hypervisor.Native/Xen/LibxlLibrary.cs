using System.Runtime.InteropServices;

namespace Hypervisor.Native.Xen;

/// <summary>
/// The libxenlight of the hypervisor that runs: its interface belongs to one version of Xen (libxenlight.so.4.17), so the
/// hypervisor's own version names the file.
/// </summary>
internal static class LibxlLibrary
{
    /// <summary>The name that stands for the library of logs here; it comes with libxenlight.</summary>
    public const string Log = "xentoollog";

    /// <summary>The name that stands for the library of hypercalls here; its version is the hypervisor's, too.</summary>
    public const string Control = "xenctrl";

    private const string VersionPlace = "/sys/hypervisor/version";

    private static readonly Lock Gate = new();
    private static nint handle;

    /// <summary>The file that was loaded.</summary>
    public static string FileName { get; private set; } = "";

    /// <summary>Loads the library; a clear error where there is no Xen, or no library of its version.</summary>
    public static void Load()
    {
        lock (Gate)
        {
            if (handle != 0)
            {
                return;
            }

            var version = Version();
            foreach (var name in Names(version))
            {
                if (NativeLibrary.TryLoad(name, out var loaded))
                {
                    (handle, FileName) = (loaded, name);
                    NativeLibrary.SetDllImportResolver(typeof(LibxlLibrary).Assembly, (asked, _, _) => Resolve(asked));
                    CheckNeeded();
                    return;
                }
            }

            throw new HypervisorException(
                HypervisorFault.Unsupported,
                $"Xen {version} runs, but its libxenlight.so.{version} is not there. Install the Xen utilities of that version (Debian: xen-utils-{version}).");
        }
    }

    /// <summary>Which of the functions that this driver calls the library has not: what needs them is refused when it is asked for.</summary>
    public static IReadOnlyList<string> Missing() => [.. LibxlNames.All.Where(name => Find(name) == 0)];

    /// <summary>The address of a function of the library; 0 where this version has none.</summary>
    public static nint Find(string function) => NativeLibrary.TryGetExport(handle, function, out var address) ? address : 0;

    /// <summary>Where the library of a version is looked for: Debian keeps it in the usual place, others beside their tools.</summary>
    public static string[] Names(string version) =>
    [
        $"libxenlight.so.{version}",
        $"/usr/lib/xen-{version}/lib/libxenlight.so.{version}",
        $"/usr/lib64/libxenlight.so.{version}",
        $"/usr/local/lib/libxenlight.so.{version}",
    ];

    /// <summary>The major and minor version of the hypervisor that runs, as in 4.17.</summary>
    public static string Version()
    {
        try
        {
            return $"{File.ReadAllText($"{VersionPlace}/major").Trim()}.{File.ReadAllText($"{VersionPlace}/minor").Trim()}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HypervisorException(
                HypervisorFault.Unsupported, $"This is no host of Xen: {VersionPlace} cannot be read. Start Xen first, or take --hypervisor simulated.", e);
        }
    }

    // Two numbers for one interface: Xen 4.17 counted on, and changed nothing that is called here.
    private static nint XenStoreLibrary() =>
        NativeLibrary.TryLoad("libxenstore.so.4", out var loaded) || NativeLibrary.TryLoad("libxenstore.so.3.0", out loaded) ? loaded : 0;

    private static nint Resolve(string name) => name switch
    {
        Libxl.Library => handle,
        XenStoreCalls.Library => XenStoreLibrary(),
        Log => NativeLibrary.TryLoad("libxentoollog.so.1", out var loaded) ? loaded : 0,
        Control => NativeLibrary.TryLoad($"libxenctrl.so.{Version()}", out var loaded) ? loaded : 0,
        _ => 0,
    };

    private static void CheckNeeded()
    {
        if (LibxlNames.Needed.FirstOrDefault(name => Find(name) == 0) is { } needed)
        {
            throw new HypervisorException(
                HypervisorFault.Unsupported, $"{FileName} has no {needed}: it is of a version that cannot be driven. Xen 4.14 and later can.");
        }
    }
}
