using Hypervisor.Native;
using Hypervisor.Native.Simulated;
using Microsoft.Extensions.Time.Testing;

namespace XenCim.Tests.Hypervisor;

/// <summary>Descriptions of worlds.</summary>
public sealed class SimulatedWorldTests
{
    private static readonly DateTimeOffset Then = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_short_description_makes_hosts_on_which_their_machines_fit()
    {
        var hosts = SimulatedWorld.Parse("vms=1001, hosts=2, seed=7").Start(null, TimeProvider.System);

        hosts.Select(host => host.Domains().Count).Should().Equal(501, 500);
        foreach (var host in hosts)
        {
            host.Sample().FreeMemoryBytes.Should().BePositive();
            host.Domains().Should().OnlyContain(domain => domain.State == DomainState.Running && domain.StartedAt < TimeProvider.System.GetUtcNow());
        }

        var all = hosts.SelectMany(host => host.Domains()).ToList();
        all.Select(domain => domain.Id).Should().OnlyHaveUniqueItems();
        all.Select(domain => domain.Config.Name).Should().OnlyHaveUniqueItems();
        all.Select(domain => domain.Config.Nics[0].Mac).Should().OnlyHaveUniqueItems();
        hosts[0].Events.TryPeek(out _).Should().BeFalse("nothing has happened");
    }

    [Fact]
    public void The_same_seed_is_the_same_world_and_another_is_another()
    {
        Story(7).Should().Be(Story(7));
        Story(7).Should().NotBe(Story(8));

        static string Story(int seed)
        {
            var time = new FakeTimeProvider(Then);
            var host = SimulatedWorld.Parse($"vms=30,seed={seed}").Start(null, time)[0];
            time.Advance(TimeSpan.FromMinutes(1));
            var samples = host.Domains().Select(domain => host.Sample(domain.Id)!);
            return string.Join('\n',
            [
                $"{host.Facts.Id} {host.Facts.DefaultPool} {host.Facts.MemoryBytes} {string.Join(',', host.Facts.Nics)} {string.Join(',', host.Facts.Scsis)}",
                string.Join(',', host.Sample().CpuLoad),
                .. host.Domains().Select(d => $"{d.Id} {d.Number} {d.Config.Name} {d.Config.MemoryBytes} {d.Config.Nics[0]} {d.StartedAt}"),
                .. samples.Select(s => $"{string.Join(',', s.Vcpus)} {string.Join(',', s.Disks)} {string.Join(',', s.Nics)} {string.Join(',', s.Guest!.Memory)}"),
            ]);
        }
    }

    [Theory]
    [InlineData("vms", "vms is not of the form name=value")]
    [InlineData("vms=many", "vms must be a number from 0 to 16000000")]
    [InlineData("vms=-1", "vms must be a number from 0 to 16000000")]
    [InlineData("vms=600000", "hosts[0].seededVms must be from 0 to 500000, not 600000")]
    [InlineData("hosts=0", "hosts must be a number from 1 to 32")]
    [InlineData("hosts=33", "hosts must be a number from 1 to 32")]
    [InlineData("seed=99999999999", "seed must be a number from 0 to 2147483647")]
    [InlineData("cpus=0", "cpus must be a number from 1 to 4096")]
    [InlineData("vms=1,vms=2", "vms is there twice")]
    [InlineData("timings=slow", "timings must be instant or usual")]
    [InlineData("guests=1", "guests is not known; there are vms, hosts, seed, cpus and timings")]
    public void A_short_description_that_makes_no_sense_is_refused(string spec, string why) =>
        spec.Invoking(SimulatedWorld.Parse).Should().Throw<FormatException>().WithMessage($"*{why}*".Replace("[", "?").Replace("]", "?"));

    [Fact]
    public void The_example_shows_everything_and_starts()
    {
        var world = SimulatedWorld.Load(Path.Combine(SourceTree.Root, "src", "Hypervisor.Native", "Simulated", "world.example.json"));

        var hosts = world.Start(null, new FakeTimeProvider(Then));

        hosts.Select(host => host.Facts.Name).Should().Equal("alpha", "beta");
        var facts = hosts[0].Facts;
        facts.Should().Match<HostFacts>(f => f.Nodes == 2 && f.Cpus.Count == 16 && f.MemoryBytes == 64L << 30);
        facts.Nics.Should().ContainSingle().Which.Should().Be(new NicFacts("eth0", "3c:ec:ef:00:00:01", 9000, "xenbr0"));
        facts.Pcis.Should().ContainSingle().Which.Address.Should().Be("0000:06:00.0");
        facts.Scsis.Should().ContainSingle().Which.ScsiId.Should().Be("3600508b400105e210000900000490000");
        var web = hosts[0].Domains().Single(domain => domain.Config.Name == "web");
        web.Config.Should().Match<DomainConfig>(c => c.MemoryBytes == 512 << 20 && c.MaxVcpus == 4 && c.Disks.Count == 2 && c.Boot.IsFullyVirtual);
        hosts[0].Domains().Should().HaveCount(2);
        hosts[1].Domains().Should().HaveCount(10);
    }

    [Theory]
    [InlineData("""{ "sed": 1 }""", "$.sed")]
    [InlineData("""{ "hosts": [{ "memory": 1 }] }""", "$.hosts[0].memory")]
    [InlineData("""{ "hosts": [{ "memoryMiB": "much" }] }""", "$.hosts[0].memoryMiB")]
    [InlineData("""{ "hosts": null }""", "$.hosts")]
    [InlineData("""{ "seed": 1, "seed": 2 }""", "seed")]
    [InlineData("""{ "hosts": [null] }""", "hosts[0] must not be null")]
    [InlineData("""{ "hosts": [] }""", "hosts must be from 1 to 32, not 0")]
    [InlineData("""{ "hosts": [{ "vms": [{}] }] }""", "$.hosts[0].vms[0]")]
    [InlineData("""{ "hosts": [{ "memoryMiB": 1024, "vms": [{ "name": "a", "memoryMiB": 512 }] }] }""", "hosts[0].memoryMiB is 1024; the control domain and the machines need 1536")]
    [InlineData("""{ "hosts": [{ "nodes": 64, "coresPerSocket": 128 }] }""", "hosts[0] has 8192 CPUs; 4096 are the most")]
    [InlineData("""{ "hosts": [{ "nics": [{ "device": "eth0", "bridge": "br0", "mac": "zz" }] }] }""", "hosts[0].nics[0].mac must be")]
    [InlineData("""{ "hosts": [{ "pcis": [{ "address": "1", "vendor": {"number":1,"name":""}, "device": {"number":1,"name":""}, "class": {"number":1,"name":""} }] }] }""", "hosts[0].pcis[0].address must be like")]
    [InlineData("""{ "hosts": [{ "vms": [{ "name": "a", "vcpus": 4, "maxVcpus": 2 }] }] }""", "hosts[0].vms[0].maxVcpus must be from 4 to 128, not 2")]
    [InlineData("""{ "hosts": [{ "vms": [{ "name": "a", "platform": { "simulated_crash_after_s": "x" } }] }] }""", "hosts[0].vms[0].platform")]
    [InlineData("""{ "hosts": [{ "name": "a" }, { "name": "a" }] }""", "hosts[].name a is there twice")]
    [InlineData("""{ "timings": { "bootMs": -1 } }""", "timings.bootMs must be from 0")]
    [InlineData("""{ "faults": [{ "operation": "Explode", "fault": "Failed" }] }""", "$.faults[0].operation")]
    [InlineData("""{ "faults": [{ "operation": "Create", "fault": "Failed", "times": 0 }] }""", "faults[0].times must be from 1")]
    [InlineData("""{ "faults": [{ "operation": "Create", "fault": "Failed", "host": "z" }] }""", "faults[0].host is none of the hosts")]
    [InlineData("not JSON", "LineNumber: 0")]
    public void A_description_that_makes_no_sense_is_refused_with_the_file_and_the_member(string json, string member)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, json);

            path.Invoking(SimulatedWorld.Load).Should().Throw<FormatException>().Which.Message.Should().Contain(path).And.Contain(member);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_reader_that_is_too_slow_is_told_that_it_missed_something()
    {
        var news = new DomainNews(most: 3);
        var domain = SimulatedWorld.Instant.Start(null, TimeProvider.System)[0].Appear(HypervisorBench.Config());
        for (var i = 0; i < 10; i++)
        {
            news.Tell(DomainEventKind.Down, domain);
        }

        Read().Should().Equal(DomainEventKind.Down, DomainEventKind.Down, DomainEventKind.Down, DomainEventKind.Missed);
        news.Tell(DomainEventKind.Gone, domain);
        Read().Should().Equal(DomainEventKind.Gone);

        List<DomainEventKind> Read()
        {
            var told = new List<DomainEventKind>();
            while (news.Reader.TryRead(out var one))
            {
                told.Add(one.Kind);
            }

            return told;
        }
    }
}
