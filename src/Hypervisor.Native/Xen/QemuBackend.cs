using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Hypervisor.Native.Linux;

namespace Hypervisor.Native.Xen;

/// <summary>
/// The QEMU that serves the disks of a domain that the kernel has no back end for: all but raw ones. libxenlight starts it with a
/// domain that has such a disk from the start. For one that gets its first while it runs it starts none, and says that all went well.
/// </summary>
/// <param name="store">Where the number of the process is written, so that any toolstack ends it with its domain.</param>
/// <param name="version">Major and minor version of Xen, as 4.17.</param>
internal sealed partial class QemuBackend(XenStore store, string version)
{
    private const string Pids = "/run/xen";
    private const string PidsBegin = "xencim-disks-";
    private const string PidsEnd = ".pid";
    private const int TerminateSignal = 15;
    private const int SaidMost = 2048;

    private static readonly TimeSpan StartMost = TimeSpan.FromSeconds(60);

    private readonly HostTree tree = new("/");

    /// <summary>Whether a disk is served so.</summary>
    public static bool Serves(DiskConfig disk) => disk.Path.Length > 0 && disk.Format != "raw";

    /// <summary>Starts one for a domain that has none, and waits until it serves.</summary>
    public async Task EnsureAsync(uint domain)
    {
        if (store.Read(PlaceOf(domain)) is { Length: > 0 } process && tree.Has($"proc/{process}"))
        {
            return;
        }

        var program = Program() ?? throw new HypervisorException(
            HypervisorFault.Unsupported, "Disks that are not raw are served by QEMU, and this host has none for Xen. Install it (Debian: apt-get install qemu-system-xen).");
        Directory.CreateDirectory(Pids);
        var number = domain.ToString(CultureInfo.InvariantCulture);
        await RunAsync(program, [
            "-xen-domid", number, "-xen-attach", "-name", $"disks-of-{number}", "-no-shutdown", "-nodefaults", "-no-user-config", "-machine", "xenpv", "-m", "1", "-display", "none",
            "-monitor", "none", "-serial", "none", "-parallel", "none", "-daemonize", "-pidfile", PidsOf(domain),
        ]).ConfigureAwait(false);
        if (ProcessOf(domain) is not { } started)
        {
            throw new HypervisorException(HypervisorFault.Failed, "QEMU, which serves disks that are not raw, ended as soon as it was started.");
        }

        store.Write(PlaceOf(domain), $"{started}");
    }

    /// <summary>Ends the one of a domain that is gone, where it was started here and has not been ended with its domain.</summary>
    public void End(uint domain)
    {
        if (ProcessOf(domain) is { } process)
        {
            _ = Kill(process, TerminateSignal);
        }

        File.Delete(PidsOf(domain));
    }

    /// <summary>Ends those of domains that are there no more.</summary>
    public void EndOthers(Func<uint, bool> isThere)
    {
        foreach (var name in tree.Names(Pids[1..]).Where(name => name.StartsWith(PidsBegin, StringComparison.Ordinal) && name.EndsWith(PidsEnd, StringComparison.Ordinal)))
        {
            if (uint.TryParse(name.AsSpan()[PidsBegin.Length..^PidsEnd.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var domain) && !isThere(domain))
            {
                End(domain);
            }
        }
    }

    private static string PlaceOf(uint domain) => $"/local/domain/{domain}/image/device-model-pid";

    private static string PidsOf(uint domain) => $"{Pids}/{PidsBegin}{domain}{PidsEnd}";

    // A number is used again: the process must be the one that was started.
    private int? ProcessOf(uint domain) =>
        int.TryParse(tree.Text(PidsOf(domain)[1..]), NumberStyles.None, CultureInfo.InvariantCulture, out var process)
            && tree.Text($"proc/{process}/cmdline")?.Contains($"\0-xen-domid\0{domain}\0", StringComparison.Ordinal) == true
            ? process
            : null;

    private string? Program() =>
        (from place in (string[])[.. XenTools.PlacesOf(version), "/usr/bin", "/usr/local/bin"]
         from name in XenTools.Qemus
         let path = $"{place[1..]}/{name}"
         where tree.Has(path)
         select tree.PathOf(path)).FirstOrDefault();

    private static async Task RunAsync(string program, string[] arguments)
    {
        using var late = new CancellationTokenSource(StartMost);
        try
        {
            var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true, WorkingDirectory = "/" };
            OurSettings.Hide(start);
            using var process = Process.Start(start)!;
            try
            {
                var said = await process.StandardError.ReadToEndAsync(late.Token).ConfigureAwait(false);
                await process.WaitForExitAsync(late.Token).ConfigureAwait(false);
                if (process.ExitCode != 0)
                {
                    throw new HypervisorException(HypervisorFault.Failed, $"QEMU, which serves disks that are not raw, does not start: {said.Trim()[..Math.Min(said.Trim().Length, SaidMost)]}");
                }
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                throw new HypervisorException(HypervisorFault.Failed, $"QEMU, which serves disks that are not raw, did not start within {StartMost.TotalSeconds} s.");
            }
        }
        catch (Win32Exception e)
        {
            throw new HypervisorException(HypervisorFault.Failed, $"{program} cannot be started: {e.Message}.", e);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
