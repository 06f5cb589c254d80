using System.Diagnostics;
using XenCim.Tests.Server;

namespace XenCim.Tests.Clients;

/// <summary>Python's own <c>xmlrpc.client</c> in a whole session, over each transport of the real server.</summary>
public sealed class PythonClientTests
{
    [Theory]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("https://127.0.0.1:0")]
    [InlineData("unix:")]
    public async Task A_whole_session_goes_over_every_transport(string listener)
    {
        var directory = Directory.CreateTempSubdirectory("xencim-python-").FullName;
        using var pem = new PemFiles();
        try
        {
            var url = listener == "unix:" ? $"unix:{directory}/xen-api.sock" : listener;
            await using var server = await ServerProcess.StartAsync(
                Path.Combine(directory, "state"), "--xmlrpc", url, "--tls-certificate", pem.Certificate, "--tls-key", pem.Key, "--simulate", "timings=instant");
            string[] trust = listener.StartsWith("https", StringComparison.Ordinal) ? [pem.Certificate] : [];

            var (code, output) = await RunAsync(["session.py", server.Addresses[0], "root", ServerProcess.RootPassword, .. trust]);

            code.Should().Be(0, output);
            output.Should().EndWith("done\n");
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<(int Code, string Output)> RunAsync(string[] arguments)
    {
        var start = new ProcessStartInfo("python3")
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.Combine(SourceTree.Root, "tests", "XenCim.Tests", "Clients"),
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var python = Process.Start(start)!;
        var output = python.StandardOutput.ReadToEndAsync();
        var errors = python.StandardError.ReadToEndAsync();
        await python.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return (python.ExitCode, await errors + await output);
    }
}
