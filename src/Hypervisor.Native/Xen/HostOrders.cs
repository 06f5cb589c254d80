using System.Diagnostics;
using System.Text;

namespace Hypervisor.Native.Xen;

/// <summary>Orders for the host itself.</summary>
internal sealed class HostOrders(LibxlContext xen)
{
    private const int MostMessageChars = 4 << 20;

    /// <summary>The hypervisor's message buffer.</summary>
    public Task<string> ReadMessagesAsync(bool clear) => Task.Run(() =>
    {
        var reader = Libxl.libxl_xen_console_read_start(xen.Handle, clear ? 1 : 0);
        if (reader == 0)
        {
            throw new HypervisorException(HypervisorFault.Failed, "The messages of Xen cannot be read.");
        }

        try
        {
            var text = new StringBuilder();
            while (text.Length < MostMessageChars && Libxl.libxl_xen_console_read_line(xen.Handle, reader, out var line) > 0)
            {
                text.Append(Libxl.TextAt(line));
            }

            return text.ToString();
        }
        finally
        {
            Libxl.libxl_xen_console_read_finish(xen.Handle, reader);
        }
    });

    /// <summary>Sends debug keys to the hypervisor.</summary>
    public Task SendDebugKeysAsync(string keys) => Task.Run(() => xen.Ask("send the debug keys", null, () => Libxl.libxl_send_debug_keys(xen.Handle, keys)));

    /// <summary>Turns the host off, or starts it anew, in the way of its own system.</summary>
    public static async Task StopAsync(ShutdownRequest request)
    {
        try
        {
            var start = new ProcessStartInfo("shutdown", [request == ShutdownRequest.Reboot ? "-r" : "-h", "now"]) { UseShellExecute = false };
            OurSettings.Hide(start);
            using var shutdown = Process.Start(start)!;
            await shutdown.WaitForExitAsync().ConfigureAwait(false);
            if (shutdown.ExitCode != 0)
            {
                throw new HypervisorException(HypervisorFault.Failed, $"The host's own shutdown failed with {shutdown.ExitCode}.");
            }
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new HypervisorException(HypervisorFault.Unsupported, "The host has no program shutdown; stop it by hand.", e);
        }
    }
}
