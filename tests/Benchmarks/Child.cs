using System.Diagnostics;

namespace XenCim.Benchmarks;

/// <summary>A server in a process of its own, which says <c>ready</c> and where.</summary>
internal sealed class Child : IAsyncDisposable
{
    private readonly Process process;
    private readonly string? temporary;

    private Child(Process process, string? temporary)
    {
        this.process = process;
        this.temporary = temporary;
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>Where it speaks CIM-XML; null of a bare endpoint.</summary>
    public Uri CimAddress { get; private set; } = null!;

    public TimeSpan StartTime { get; private set; }

    public double ResidentMegabytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / 1048576.0;
        }
    }

    /// <summary>The bare endpoint, answering these bytes.</summary>
    public static async Task<Child> BareAsync(byte[] answer)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(file, answer);
        return await StartAsync("dotnet", [typeof(Child).Assembly.Location, "bare", file], file);
    }

    /// <summary>The server as the build made it, with the same runtime as the bare endpoint.</summary>
    public static Task<Child> ServerAsync(string state, params string[] arguments) =>
        StartAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "XenApi.Server.dll"), .. Arguments(state, arguments)], null);

    /// <summary>The native server that <c>XENCIM_SERVER</c> names; null where it names none.</summary>
    public static async Task<Child?> NativeAsync(string state, params string[] arguments) =>
        Environment.GetEnvironmentVariable("XENCIM_SERVER") is { Length: > 0 } binary ? await StartAsync(binary, Arguments(state, arguments), null) : null;

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        if (temporary is not null)
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Asks it to end and waits until it has.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync();
    }

    private static string[] Arguments(string state, string[] more) =>
        ["--state", state, "--xmlrpc", "http://127.0.0.1:0", "--cimxml", "http://127.0.0.1:0", "--auth", "none", "--simulate", "timings=instant", .. more];

    private static async Task<Child> StartAsync(string command, string[] arguments, string? temporary)
    {
        var start = new ProcessStartInfo(command) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["XENCIM_ROOT_PASSWORD"] = "benchmark";
        var clock = Stopwatch.StartNew();
        var child = new Child(Process.Start(start)!, temporary);
        child.process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null)
            {
                Console.Error.WriteLine(line.Data);
            }
        };
        child.process.BeginErrorReadLine();
        var ready = await child.process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server ended before it was ready.");
        child.StartTime = clock.Elapsed;
        var addresses = ready.Split(' ');
        child.Address = new(addresses[1]);
        child.CimAddress = new(addresses[^1]);
        return child;
    }
}
