using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Hypervisor.Native;
using Hypervisor.Native.Moving;
using XenApi.Core.Faults;
using XenApi.Core.Machines;
using XenApi.Core.Model;
using XenApi.Core.Moving;
using XenApi.Core.Values;
using XenCim.Tests.Machines;

namespace XenCim.Tests.Moving;

/// <summary>A machine that goes to the host of another server: what is written at both.</summary>
public sealed class DepartureTests : IDisposable
{
    private readonly Certificates certificates = new();

    public void Dispose() => certificates.Dispose();

    [Fact]
    public async Task By_tls_it_is_there_and_here_its_record_says_where_it_went()
    {
        await using var here = await StartAsync();
        await using var there = await StartAsync();
        var (vm, task) = (await new Life(here).CreateAsync(VmPowerState.Running), 0);
        await using var door = new Door(there, certificates.Identity());
        await VmMoveCalls.Migrate(here.Caller(), vm, $"tls://localhost:{door.Port}", true, default);

        here.Now.Get(vm).PowerState.Should().Be(VmPowerState.Halted);
        here.Now.Get(vm).OtherConfig["migrated_to"].Should().Be("localhost");
        new Life(here).ShouldAgree(vm);
        var life = new Life(there);
        await life.WhenAsync(vm, now => now?.PowerState == VmPowerState.Running);
        life.ShouldAgree(vm);
    }

    [Fact]
    public async Task With_its_home_the_record_goes_as_well()
    {
        await using var here = await StartAsync();
        await using var there = await StartAsync();
        var vm = await new Life(here).CreateAsync(VmPowerState.Running);
        await using var door = new Door(there, certificates.Identity());
        await VmMoveCalls.Migrate(here.Caller(), vm, "127.0.0.1", true, Map.Of(("change_home_server", "1"), ("ssl", "1"), ("port", $"{door.Port}")));
        here.Now.Get(vm).PowerState.Should().Be(VmPowerState.Running, "this host is named, and its own name goes before");

        await VmMoveCalls.Migrate(here.Caller(), vm, $"tls://127.0.0.1:{door.Port}", true, Map.Of(("change_home_server", "1")));
        here.Now.Find(vm).Should().BeNull();
        await new Life(there).WhenAsync(vm, now => now?.PowerState == VmPowerState.Running);
    }

    [Fact]
    public async Task It_comes_back_to_its_record()
    {
        await using var here = await StartAsync();
        await using var there = await StartAsync();
        var vm = await new Life(here).CreateAsync(VmPowerState.Running);
        await here.Caller().CommitAsync(changes => changes.Put(changes.Get(vm) with { NameDescription = "kept" }));
        await using (var door = new Door(there, certificates.Identity()))
        {
            await VmMoveCalls.Migrate(here.Caller(), vm, $"tls://localhost:{door.Port}", true, default);
        }

        await new Life(there).WhenAsync(vm, now => now?.PowerState == VmPowerState.Running);
        await using var back = new Door(here, certificates.Identity());
        await VmMoveCalls.Migrate(there.Caller(), vm, $"tls://localhost:{back.Port}", true, default);
        await new Life(here).WhenAsync(vm, now => now?.PowerState == VmPowerState.Running);
        here.Now.Get(vm).OtherConfig.ContainsKey("migrated_to").Should().BeFalse();
        here.Now.Get(vm).NameDescription.Should().Be("kept");
        new Life(here).ShouldAgree(vm);
    }

    [Fact]
    public async Task One_that_has_gone_does_not_start_with_its_host_and_its_copy_has_not_gone()
    {
        await using var here = await StartAsync();
        await using var there = await StartAsync();
        var life = new Life(here);
        var vm = await life.CreateAsync(VmPowerState.Running);
        await using var door = new Door(there, certificates.Identity());
        await VmMoveCalls.Migrate(here.Caller(), vm, $"tls://localhost:{door.Port}", true, default);
        await here.Caller().CommitAsync(changes =>
        {
            changes.Put(changes.Get(vm) with { AutoPowerOn = true });
            changes.Put(changes.Get(here.Engine.ThisHost) with { BootId = "another" });
        });
        await here.Engine.Machines.PowerOnAsync();
        await life.SettleAsync(vm);
        here.Now.Get(vm).PowerState.Should().Be(VmPowerState.Halted);

        var copy = await VmRecordCalls.Clone(here.Caller(), vm, "copy");
        here.Now.Get(copy).OtherConfig.ContainsKey("migrated_to").Should().BeFalse();
        await VmPowerCalls.Start(here.Caller(), vm, false);
        here.Now.Get(vm).OtherConfig.ContainsKey("migrated_to").Should().BeFalse("it was started here");
    }

    [Fact]
    public async Task A_host_that_has_it_already_or_is_disabled_says_so_and_it_runs_on()
    {
        await using var here = await StartAsync();
        await using var there = await StartAsync();
        var vm = await new Life(here).CreateAsync(VmPowerState.Running);
        await using var door = new Door(there, certificates.Identity());
        await there.Caller().CommitAsync(changes => changes.Put(changes.Get(there.Engine.ThisHost) with { Enabled = false }));
        var failure = await FailureAsync(() => VmMoveCalls.Migrate(here.Caller(), vm, $"tls://localhost:{door.Port}", true, default));
        failure.Description.First().Should().Be("HYPERVISOR_REFUSED");
        failure.Message.Should().Contain("the host is disabled");
        here.Now.Get(vm).PowerState.Should().Be(VmPowerState.Running);
        here.Now.Get(vm).OtherConfig.ContainsKey("migrated_to").Should().BeFalse();
        new Life(here).ShouldAgree(vm);
        there.Hypervisor.Domains().Should().BeEmpty();
    }

    [Theory]
    [InlineData("here")]
    [InlineData("there")]
    [InlineData("over")]
    [InlineData("name")]
    public async Task Whom_the_authority_does_not_vouch_for_neither_sends_nor_receives(string who)
    {
        using var others = new Certificates();
        var theirs = who switch
        {
            "there" => certificates.Identity(believes: others),
            "over" => certificates.Identity(isOver: true),
            "name" => certificates.Identity("elsewhere"),
            _ => certificates.Identity(),
        };
        await using var here = await StartAsync(who == "here" ? others.Identity(believes: certificates) : null);
        await using var there = await StartAsync();
        var vm = await new Life(here).CreateAsync(VmPowerState.Running);
        await using var door = new Door(there, theirs);
        var failure = await FailureAsync(() => VmMoveCalls.Migrate(here.Caller(), vm, $"tls://localhost:{door.Port}", true, default));
        failure.Description.First().Should().Be("HYPERVISOR_REFUSED", failure.Message);
        here.Now.Get(vm).PowerState.Should().Be(VmPowerState.Running);
        there.Hypervisor.Domains().Should().BeEmpty();
    }

    [Fact]
    public async Task By_ssh_the_program_gets_the_conversation_and_what_it_says_of_its_failure_is_told()
    {
        await using var here = await StartAsync(ssh: "echo 'ssh: connect to host there port 22: Connection refused' >&2; exit 255");
        var vm = await new Life(here).CreateAsync(VmPowerState.Running);
        var failure = await FailureAsync(() => VmMoveCalls.Migrate(here.Caller(), vm, "there", true, default));
        failure.Message.Should().Contain("port 22: Connection refused");
        here.Now.Get(vm).PowerState.Should().Be(VmPowerState.Running);
    }

    // What xl does at the other end, by hand, with dd for exact lengths: 54 kB of stream are more than any header.
    [Fact]
    public async Task By_ssh_a_host_with_xl_takes_it()
    {
        await using var here = await StartAsync(ssh: """
            printf 'xl migration receiver ready, send binary domain data.\n'
            length=$(head -c 48 | tail -c 4 | od -An -tu4 | tr -d ' '); head -c $length >/dev/null
            length=$(head -c 4 | od -An -tu4 | tr -d ' '); head -c $length >/dev/null
            printf 'domain received, ready to unpause\0'
            head -c 44 | tr -d '\0' | grep -qx 'domain is yours, you are cleared to unpause' || exit 1
            printf 'my copy unpause results are as follows\0\0'
            """);
        var vm = await new Life(here).CreateAsync(VmPowerState.Running);
        await VmMoveCalls.Migrate(here.Caller(), vm, "ssh://admin@there:2022", true, default);
        here.Now.Get(vm).PowerState.Should().Be(VmPowerState.Halted);
        here.Hypervisor.Domains().Should().BeEmpty();
    }

    [Theory]
    [InlineData("nowhere", "SSH")]
    [InlineData("tls://nowhere", "TLS")]
    [InlineData("a host", "name or UUID")]
    public async Task Where_nothing_is_set_up_only_hosts_of_this_server_will_do(string destination, string told)
    {
        await using var here = await House.StartAsync();
        var vm = await new Life(here).CreateAsync(VmPowerState.Running);
        var failure = await FailureAsync(() => VmMoveCalls.Migrate(here.Caller(), vm, destination, true, default));
        failure.Description.First().Should().Be("VALUE_NOT_SUPPORTED");
        failure.Message.Should().Contain(told);
    }

    private static async Task<ApiError> FailureAsync(Func<Task> order) => (await order.Should().ThrowAsync<ApiError>()).Which;

    private Task<House> StartAsync(TlsIdentity? identity = null, string? ssh = null)
    {
        var tls = identity ?? certificates.Identity();
        return House.StartAsync(null, null, setup => setup with
        {
            Moves = new()
            {
                Tls = tls,
                Ssh = ssh is null ? null : new() { Program = Script(setup.StateDirectory, ssh) },
            },
        });
    }

    private static string Script(string directory, string body)
    {
        var path = Path.Combine(directory, "ssh");
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    /// <summary>The door of a house for machines that come.</summary>
    private sealed class Door : IAsyncDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource closing = new();
        private readonly Task receiving;

        public Door(House house, TlsIdentity identity)
        {
            listener.Start();
            receiving = ReceiveAsync(house, identity);
        }

        public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

        public async ValueTask DisposeAsync()
        {
            await closing.CancelAsync();
            listener.Stop();
            await receiving;
        }

        private async Task ReceiveAsync(House house, TlsIdentity identity)
        {
            while (!closing.IsCancellationRequested)
            {
                try
                {
                    using var socket = await listener.AcceptTcpClientAsync(closing.Token);
                    var secret = new SslStream(socket.GetStream());
                    await secret.AuthenticateAsServerAsync(identity.Server(), closing.Token);
                    await using var peer = new Peer("here", secret, secret);
                    await house.Engine.ReceiveAsync(peer, closing.Token);
                }
                catch (Exception e) when (e is OperationCanceledException or SocketException or IOException or System.Security.Authentication.AuthenticationException)
                {
                    // Whoever could not come does not matter here.
                }
            }
        }
    }
}
