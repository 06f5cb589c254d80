using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Hypervisor.Native;
using Hypervisor.Native.Moving;
using XenApi.Core.Storage;

namespace XenApi.Core.Moving;

/// <summary>The way to a host with xl: its <c>xl migrate-receive</c>, run through SSH.</summary>
internal sealed class SshConnection
{
    private const int ConnectSeconds = 30;
    private const int ToldMost = 4000;

    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(5);

    private readonly Process process;
    private readonly Task<string> told;

    private SshConnection(Process process)
    {
        this.process = process;
        told = ReadAsync(process.StandardError);
    }

    /// <summary>Starts the program; whether it gets there shows in its first words.</summary>
    public static MoveConnection Open(MoveAddress to, SshSetup setup, MovePatience patience, TimeProvider time)
    {
        var process = new Process { StartInfo = StartOf(to, setup) };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            process.Dispose();
            throw new HypervisorException(
                HypervisorFault.Unreachable, $"{setup.Program} cannot be run ({e.Message}); install it (Debian: apt-get install openssh-client), or name another in migration:ssh:program.", e);
        }

        var connection = new SshConnection(process);
        var peer = new Peer(to.Host, process.StandardOutput.BaseStream, process.StandardInput.BaseStream, () => connection.SaidAsync(patience.LastWords, time), time, patience);
        return new(peer, connection.EndAsync);
    }

    /// <summary>What the program is told.</summary>
    public static IReadOnlyList<string> ArgumentsOf(MoveAddress to, SshSetup setup)
    {
        List<string> arguments =
        [
            // It has nobody to ask; and a host that is silent for a minute is gone.
            "-o", "BatchMode=yes", "-o", string.Create(CultureInfo.InvariantCulture, $"ConnectTimeout={ConnectSeconds}"), "-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=4",
        ];
        if (to.Port is { } port)
        {
            arguments.AddRange(["-p", port.ToString(CultureInfo.InvariantCulture)]);
        }

        arguments.AddRange([.. setup.Arguments, "--", to.User is null ? to.Host : $"{to.User}@{to.Host}", setup.Command]);
        return arguments;
    }

    private static ProcessStartInfo StartOf(MoveAddress to, SshSetup setup)
    {
        var start = new ProcessStartInfo(HostCommand.Find(setup.Program) ?? setup.Program, ArgumentsOf(to, setup))
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/",
        };
        HostCommand.Hide(start);
        return start;
    }

    private static async Task<string> ReadAsync(StreamReader from)
    {
        var (text, piece) = (new StringBuilder(), new char[1024]);
        int read;
        while ((read = await from.ReadAsync(piece).ConfigureAwait(false)) > 0)
        {
            // Its last lines have the reason.
            text.Append(piece, 0, read);
            text.Remove(0, Math.Max(text.Length - ToldMost, 0));
        }

        return text.ToString();
    }

    private async Task<string> SaidAsync(TimeSpan patience, TimeProvider time)
    {
        try
        {
            return await told.WaitAsync(patience, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return "";
        }
    }

    // Its input has ended, which ends the other side, and that ends it.
    private async ValueTask EndAsync()
    {
        using var enough = new CancellationTokenSource(EndTime);
        try
        {
            await process.WaitForExitAsync(enough.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }
}
