using Hypervisor.Native;
using Hypervisor.Native.Simulated;
using Microsoft.Extensions.Time.Testing;

namespace XenCim.Tests.Hypervisor;

/// <summary>Domains and pools that outlive the process, as on Xen.</summary>
public sealed class SimulatedDirectoryTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("xencim-").FullName;
    private readonly FakeTimeProvider time = new(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private IEnumerable<string> Files => Directory.GetFiles(directory, "*", SearchOption.AllDirectories);

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public async Task What_lives_outlives_the_process_as_it_is()
    {
        var full = HypervisorBench.Config("full") with
        {
            Platform = new Dictionary<string, string> { ["simulated_crash_after_s"] = "3600" },
            Disks = [HypervisorBench.Disk("xvda", "/disk")],
            Nics = [new("0", "00:16:3e:00:00:01", 1500, "inner0")],
            Pcis = [new("0000:06:00.0", 5, new Dictionary<string, string> { ["permissive"] = "1" })],
            Scsis = [new("0:0:0:0", "0:2:1:0")],
            Boot = new(true, "cd", "", "", "", "", ""),
            HasTpm = true,
        };
        string before, bootId;
        await using (var bench = Start(SimulatedWorld.Instant))
        {
            var hypervisor = bench.Hypervisor;
            await hypervisor.MakeBridgeAsync("inner0");
            await hypervisor.RemoveCpuAsync(hypervisor.Facts.DefaultPool, 7);
            await hypervisor.CreatePoolAsync(new(Guid.NewGuid(), "fast", "credit2", [7]));
            await bench.CreateAsync(full);
            await hypervisor.PinVcpuAsync(full.Id, 0, [1, 2]);
            await bench.CreateAsync(HypervisorBench.Config("paused"), startPaused: true);
            var moved = await bench.CreateAsync(HypervisorBench.Config("moved"));
            await hypervisor.MoveToPoolAsync(moved.Id, hypervisor.Pools().Single(pool => pool.Name == "fast").Id);
            var down = await bench.CreateAsync(HypervisorBench.Config("down"));
            await hypervisor.SendSysRqAsync(down.Id, 'c');
            var gone = await bench.CreateAsync(HypervisorBench.Config("gone"));
            await hypervisor.DestroyAsync(gone.Id);
            (before, bootId) = (bench.Look(), hypervisor.Facts.BootId);
        }

        await using var again = Start(SimulatedWorld.Instant);
        again.Look().Split('\n')[..^1].Should().BeEquivalentTo(before.Split('\n')[..^1]);
        again.Look().Should().Be(before);
        again.Hypervisor.Facts.BootId.Should().Be(bootId);
        again.Hypervisor.Find(full.Id)!.Config.Should().BeEquivalentTo(full, o => o.Excluding(c => c.Pins));
        await again.RefusesAsync(() => again.CreateAsync(HypervisorBench.Config() with { Disks = full.Disks }), HypervisorFault.Busy);
        (await again.CreateAsync(HypervisorBench.Config())).Number.Should().BeGreaterThan(again.Hypervisor.Find(full.Id)!.Number);
        time.Advance(TimeSpan.FromHours(1));
        again.Hypervisor.Find(full.Id)!.DownReason.Should().Be(DownReason.Crash, "its time goes on");
    }

    [Fact]
    public async Task The_machines_of_the_description_are_there_the_first_time_only()
    {
        var world = SimulatedWorld.Parse("vms=20,timings=instant");
        Guid destroyed, changed;
        await using (var bench = Start(world))
        {
            Files.Should().ContainSingle("they follow from the description");
            (destroyed, changed) = (bench.Hypervisor.Domains()[3].Id, bench.Hypervisor.Domains()[4].Id);
            await bench.Hypervisor.DestroyAsync(destroyed);
            await bench.Hypervisor.PauseAsync(changed);
        }

        await using (var bench = Start(SimulatedWorld.Parse("vms=50,timings=instant")))
        {
            bench.Hypervisor.Domains().Should().HaveCount(19).And.NotContain(domain => domain.Id == destroyed);
            bench.Hypervisor.Find(changed)!.State.Should().Be(DomainState.Paused);
            await bench.Hypervisor.StopHostAsync(ShutdownRequest.Reboot);
        }

        await using var last = Start(world);
        last.Hypervisor.Domains().Should().BeEmpty("the host was started anew");
    }

    [Fact]
    public async Task Another_start_of_the_host_is_another_boot_without_pools()
    {
        await using (var bench = Start(SimulatedWorld.Instant))
        {
            await bench.Hypervisor.RemoveCpuAsync(bench.Hypervisor.Facts.DefaultPool, 0);
            await bench.CreateAsync(HypervisorBench.Config());
        }

        string bootId;
        await using (var bench = Start(SimulatedWorld.Instant))
        {
            bootId = bench.Hypervisor.Facts.BootId;
            await bench.Hypervisor.StopHostAsync(ShutdownRequest.PowerOff);
        }

        await using var again = Start(SimulatedWorld.Instant);
        again.Hypervisor.Facts.BootId.Should().NotBe(bootId);
        again.Hypervisor.Domains().Should().BeEmpty();
        again.Hypervisor.Pools().Should().ContainSingle().Which.Cpus.Should().HaveCount(8);
    }

    [Fact]
    public async Task A_change_writes_one_file_whatever_else_is_there()
    {
        await using var bench = Start(SimulatedWorld.Instant);
        var domains = new List<Domain>();
        for (var i = 0; i < 50; i++)
        {
            domains.Add(await bench.CreateAsync(HypervisorBench.Config(memoryMiB: 1)));
        }

        var before = Files.ToDictionary(file => file, File.ReadAllText);
        await bench.Hypervisor.PauseAsync(domains[7].Id);

        Files.Where(file => !before.TryGetValue(file, out var old) || old != File.ReadAllText(file)).Should().ContainSingle().Which.Should().Contain($"{domains[7].Id}");
        await bench.Hypervisor.DestroyAsync(domains[7].Id);
        before.Keys.Except(Files).Should().ContainSingle();
    }

    [Fact]
    public async Task A_damaged_file_is_named()
    {
        Guid id;
        await using (var bench = Start(SimulatedWorld.Instant))
        {
            id = (await bench.CreateAsync(HypervisorBench.Config())).Id;
        }

        await File.WriteAllTextAsync(Files.Single(file => file.Contains($"{id}", StringComparison.Ordinal)), "{");

        this.Invoking(_ => Start(SimulatedWorld.Instant)).Should().Throw<HypervisorException>().WithMessage($"*{id}.json is damaged*");
    }

    [Fact]
    public async Task A_domain_moves_to_another_host_and_stays_there()
    {
        var world = SimulatedWorld.Instant with { Hosts = [new() { Name = "a" }, new() { Name = "b" }] };
        var hosts = world.Start(directory, time);
        await using (var a = new HypervisorBench(hosts[0]))
        await using (var b = new HypervisorBench(hosts[1]))
        {
            var (freeOfA, freeOfB) = (a.FreeBytes, b.FreeBytes);
            var domain = await a.CreateAsync(HypervisorBench.Config() with { Disks = [HypervisorBench.Disk("xvda", "/disk")] });

            await a.MigrateAsync(domain.Id, "b");

            a.Hypervisor.Domains().Should().BeEmpty();
            b.Hypervisor.Domains().Should().ContainSingle().Which.Pool.Should().Be(b.Hypervisor.Facts.DefaultPool);
            (a.FreeBytes, b.FreeBytes).Should().Be((freeOfA, freeOfB - domain.Config.MemoryBytes));
            await a.RefusesAsync(() => a.CreateAsync(HypervisorBench.Config() with { Disks = domain.Config.Disks }), HypervisorFault.Busy);
        }

        var again = world.Start(directory, time);
        await using var a2 = new HypervisorBench(again[0]);
        await using var b2 = new HypervisorBench(again[1]);
        a2.Hypervisor.Domains().Should().BeEmpty();
        var back = await b2.MigrateAsync(b2.Hypervisor.Domains().Single().Id, $"{a2.Hypervisor.Facts.Id}");
        a2.Hypervisor.Find(back.Id).Should().NotBeNull();
        await a2.Hypervisor.DestroyAsync(back.Id);
        await a2.CreateAsync(back.Config);
    }

    private HypervisorBench Start(SimulatedWorld world) => new(world.Start(directory, time)[0]);
}
