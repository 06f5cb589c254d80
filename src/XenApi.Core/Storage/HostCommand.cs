using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Hypervisor.Native;
using XenApi.Core.Faults;

namespace XenApi.Core.Storage;

/// <summary>
/// A program of the host: run without a shell, without input and without our settings in its environment; with limits on its time and on what it says. It gets no file
/// and no listener of ours: whatever .NET and the libraries open is closed on exec.
/// </summary>
/// <param name="Program">Its name.</param>
/// <param name="Package">The package of Debian that has it.</param>
internal sealed record HostCommand(string Program, string Package)
{
    private const int ToldMost = 1000;

    // Not all who start us have the places for administrators in their path.
    private static readonly string[] Places = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    /// <summary>QEMU's tool for images.</summary>
    public static HostCommand QemuImg { get; } = new("qemu-img", "qemu-utils") { Patience = TimeSpan.FromHours(6) };

    /// <summary>How long it may run.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How much it may say, in characters of its output and of its errors.</summary>
    public int OutputMost { get; init; } = 8 << 20;

    /// <summary>Where it is; <c>SR_BACKEND_FAILURE</c>, which names the package, where it is not installed.</summary>
    public string Path => Find(Program)
        ?? throw Errors.SrBackendFailure($"{Program} is not installed on this host; on Debian: apt-get install {Package}");

    /// <summary>Where a program is; null where it is not installed.</summary>
    public static string? Find(string program) => Places.Select(place => System.IO.Path.Combine(place, program)).FirstOrDefault(File.Exists);

    /// <summary>Keeps our settings from a program, and has it speak as we read it.</summary>
    public static void Hide(ProcessStartInfo start)
    {
        OurSettings.Hide(start);
        start.Environment["LC_ALL"] = "C";
    }

    /// <summary>Runs it and answers what it says; <c>SR_BACKEND_FAILURE</c> with what it says of its failure.</summary>
    /// <param name="arguments">What it is told; never a secret.</param>
    /// <param name="cancelled">Kills it, and what it has started.</param>
    public async Task<string> RunAsync(IEnumerable<string> arguments, CancellationToken cancelled)
    {
        using var process = new Process { StartInfo = StartOf(arguments) };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw Errors.SrBackendFailure($"{Program} cannot be run: {e.Message}", e);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        limit.CancelAfter(Patience);
        try
        {
            process.StandardInput.Close();
            var output = ReadAsync(process, process.StandardOutput, limit.Token);
            var told = ReadAsync(process, process.StandardError, limit.Token);
            await Task.WhenAll(output, told).ConfigureAwait(false);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return process.ExitCode == 0 ? await output.ConfigureAwait(false) : throw Errors.SrBackendFailure(
                $"{Program}: {Line(await told.ConfigureAwait(false), process.ExitCode)}", status: process.ExitCode);
        }
        catch (OperationCanceledException e) when (!cancelled.IsCancellationRequested)
        {
            throw Errors.SrBackendFailure($"{Program} took longer than {Patience.TotalSeconds:0.###} seconds and was ended", e);
        }
        finally
        {
            End(process);
        }
    }

    private static void End(Process process)
    {
        try
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended meanwhile.
        }
    }

    // What it said in one line, the last lines if that is too much: the reason comes at the end.
    private static string Line(string told, int exitCode)
    {
        var line = string.Join("; ", told.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        line = string.Concat(line.Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length == 0 ? $"failed with exit code {exitCode}" : line.Length > ToldMost ? $"…{line[^ToldMost..]}" : line;
    }

    private ProcessStartInfo StartOf(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Path, arguments)
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8, WorkingDirectory = "/",
        };
        Hide(start);
        return start;
    }

    private async Task<string> ReadAsync(Process process, StreamReader from, CancellationToken stop)
    {
        var (text, piece) = (new StringBuilder(), new char[4096]);
        int read;
        while ((read = await from.ReadAsync(piece, stop).ConfigureAwait(false)) > 0)
        {
            if (text.Length + read > OutputMost)
            {
                // Nobody reads on: it would wait for us, and we for its end.
                End(process);
                throw Errors.SrBackendFailure($"{Program} says more than {OutputMost} characters and was ended");
            }

            text.Append(piece, 0, read);
        }

        return text.ToString();
    }
}
