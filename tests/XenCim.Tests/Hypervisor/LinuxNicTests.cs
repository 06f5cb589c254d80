using Hypervisor.Native;
using Hypervisor.Native.Linux;
using Microsoft.Extensions.Time.Testing;

namespace XenCim.Tests.Hypervisor;

/// <summary>Interfaces of the host, its bridges, and what the interfaces move.</summary>
public sealed class LinuxNicTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void Interfaces_are_hardware_and_bonds_of_it()
    {
        using var tree = LinuxTree.Server();
        HostNics.Read(tree.Root).Should().Equal(
            new NicFacts("bond0", "b4:96:91:3e:7c:00", 1500, "xenbr0"),
            new NicFacts("eno1", "b4:96:91:3e:7c:00", 1500, ""),
            new NicFacts("eno2", "b4:96:91:3e:7c:01", 1500, ""),
            new NicFacts("eno3", "b4:96:91:3e:7c:02", 9000, ""));
    }

    [Fact]
    public void Bridges_are_found()
    {
        using var tree = LinuxTree.Server();
        HostNics.Bridges(tree.Root).Should().Equal("inner0", "xenbr0");
    }

    [Fact]
    public void A_host_without_interfaces_has_none()
    {
        using var tree = new LinuxTree();
        HostNics.Read(tree.Root).Should().BeEmpty();
        HostNics.Bridges(tree.Root).Should().BeEmpty();
    }

    [Fact]
    public void Flow_is_what_went_through_between_two_looks()
    {
        using var tree = LinuxTree.Server();
        var meter = new FlowMeter(time);
        string[] devices = ["eno1", "gone0"];
        HostNics.Sample(tree.Root, devices, meter).Should().Equal(new Dictionary<string, Flow> { ["eno1"] = new(0, 0) { ReadKiB = 976.5625, WriteKiB = 488.28125 } });

        time.Advance(TimeSpan.FromSeconds(2));
        tree.Put("sys/class/net/eno1/statistics/rx_bytes", "1020480\n");
        HostNics.Sample(tree.Root, devices, meter)["eno1"].Should().Be(new Flow(10, 0) { ReadKiB = 996.5625, WriteKiB = 488.28125 });
    }

    [Fact]
    public void A_look_that_follows_at_once_tells_the_rate_of_before()
    {
        var meter = new FlowMeter(time);
        meter.Measure("eth0", 0, 0);
        time.Advance(TimeSpan.FromSeconds(1));
        meter.Measure("eth0", 1024, 2048);
        meter.Measure("eth0", 4096, 2048).Should().Be(new Flow(1, 2) { ReadKiB = 4, WriteKiB = 2 });
        time.Advance(TimeSpan.FromSeconds(1));
        meter.Measure("eth0", 4096, 2048).Should().Be(new Flow(3, 0) { ReadKiB = 4, WriteKiB = 2 });
    }

    [Theory]
    [InlineData(1, 5000)]
    [InlineData(5000, 1)]
    public void Counters_that_began_anew_have_no_rate(long received, long sent)
    {
        var meter = new FlowMeter(time);
        meter.Measure("eth0", 2048, 2048);
        time.Advance(TimeSpan.FromSeconds(1));
        meter.Measure("eth0", received, sent).ReadKiBPerSecond.Should().Be(0);
        time.Advance(TimeSpan.FromSeconds(1));
        meter.Measure("eth0", received + 1024, sent).ReadKiBPerSecond.Should().Be(1);
    }
}
