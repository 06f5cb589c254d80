using System.Net;
using System.Net.Sockets;
using XenApi.Core.Faults;
using XenApi.Core.Storage;

namespace XenCim.Tests.Storage;

/// <summary>Programs of the host, with programs that every host has.</summary>
public sealed class HostCommandTests
{
    [Fact]
    public async Task What_it_says_is_answered_and_arguments_are_taken_as_they_are() =>
        (await new HostCommand("printf", "coreutils").RunAsync(["%s|", "a b", "$HOME", "`id`", "; ls", "'"], default)).Should().Be("a b|$HOME|`id`|; ls|'|");

    [Fact]
    public async Task Its_failure_is_told_with_its_words()
    {
        var told = await RefusedAsync(new("ls", "coreutils"), ["/there/is/none"]);
        told[..3].Should().Equal("SR_BACKEND_FAILURE", "2", "");
        told[3].Should().StartWith("ls: ").And.EndWith("cannot access '/there/is/none': No such file or directory");
        (await RefusedAsync(new("false", "coreutils"), [])).Should().Equal("SR_BACKEND_FAILURE", "1", "", "false: failed with exit code 1");
    }

    [Fact]
    public async Task One_that_is_not_installed_is_told_with_its_package() =>
        (await RefusedAsync(new("qemu-pic", "qemu-toys"), []))[3].Should().Be("qemu-pic is not installed on this host; on Debian: apt-get install qemu-toys");

    [Fact]
    public async Task One_that_takes_too_long_or_says_too_much_is_ended()
    {
        (await RefusedAsync(new("sleep", "coreutils") { Patience = TimeSpan.FromMilliseconds(50) }, ["3600"]))[3].Should().Be("sleep took longer than 0.05 seconds and was ended");
        (await RefusedAsync(new("yes", "coreutils") { OutputMost = 10_000 }, []))[3].Should().Be("yes says more than 10000 characters and was ended");
    }

    [Fact]
    public async Task Cancelling_ends_it()
    {
        using var cancel = new CancellationTokenSource();
        var running = new HostCommand("sleep", "coreutils").RunAsync(["3600"], cancel.Token);
        await cancel.CancelAsync();
        await FluentActions.Awaiting(() => running).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task It_gets_no_input_no_listener_and_none_of_our_settings()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Environment.SetEnvironmentVariable("XENCIM_STORAGE_TEST", "a secret");
        try
        {
            (await new HostCommand("cat", "coreutils").RunAsync([], default)).Should().BeEmpty();
            (await new HostCommand("env", "coreutils").RunAsync([], default)).Should().NotContain("XENCIM_").And.Contain("LC_ALL=C\n");
            var open = await new HostCommand("ls", "coreutils").RunAsync(["-l", "/proc/self/fd"], default);
            open.Should().NotContain("socket:");
        }
        finally
        {
            Environment.SetEnvironmentVariable("XENCIM_STORAGE_TEST", null);
        }
    }

    private static async Task<string[]> RefusedAsync(HostCommand command, string[] arguments) =>
        [.. (await FluentActions.Awaiting(() => command.RunAsync(arguments, default)).Should().ThrowAsync<ApiError>()).Which.Description];
}
