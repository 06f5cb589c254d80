using Hypervisor.Native;
using Hypervisor.Native.Linux;

namespace XenCim.Tests.Hypervisor;

/// <summary>CPUs as the kernel tells them.</summary>
public sealed class LinuxCpuTests
{
    [Fact]
    public void Cpus_are_read()
    {
        using var tree = LinuxTree.Server();
        HostCpus.Read(tree.Root).Should().Equal(
            new CpuFacts(
                0, "GenuineIntel", 2400, "Intel(R) Xeon(R) CPU E5-2680 v4 @ 2.40GHz", "1",
                "fpu de tsc msr pae mce cx8 apic sep mca cmov pat clflush mmx fxsr sse sse2 ht syscall nx lm hypervisor", ""),
            new CpuFacts(
                1, "GenuineIntel", 2399, "Intel(R) Xeon(R) CPU E5-2680 v4 @ 2.40GHz", "1",
                "fpu de tsc msr pae mce cx8 apic sep mca cmov pat clflush mmx fxsr sse sse2 ht syscall nx lm hypervisor", ""));
    }

    [Fact]
    public void The_host_has_as_many_as_Xen_says()
    {
        using var tree = LinuxTree.Server();
        var all = HostCpus.Repeated(HostCpus.Read(tree.Root), 28, [0xbfebfbff, 0x77fefbff, 0x21]);
        all.Should().HaveCount(28);
        all[27].Should().BeEquivalentTo(new { Number = 27, Vendor = "GenuineIntel", MHz = 2400, Features = "bfebfbff-77fefbff-00000021" });
    }

    [Fact]
    public void Cpus_of_which_nothing_is_told_are_counted()
    {
        using var tree = new LinuxTree();
        HostCpus.Read(tree.Root).Should().BeEmpty();
        HostCpus.Repeated([], 2, []).Should().Equal(new CpuFacts(0, "", 0, "", "", "", ""), new CpuFacts(1, "", 0, "", "", "", ""));
    }

    [Fact]
    public void An_arm_tells_it_in_other_words()
    {
        using var tree = new LinuxTree().Grow(
            """
            proc/cpuinfo <<
            processor	: 0
            BogoMIPS	: 50.00
            Features	: fp asimd evtstrm aes
            CPU implementer	: 0x41
            CPU architecture: 8
            CPU variant	: 0x3
            CPU part	: 0xd0c
            CPU revision	: 1

            >>
            sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq: 3000000
            """);
        HostCpus.Read(tree.Root).Should().Equal(new CpuFacts(0, "0x41", 3000, "0xd0c", "1", "fp asimd evtstrm aes", ""));
    }

    [Fact]
    public void A_line_without_end_is_cut()
    {
        using var tree = new LinuxTree().Put("proc/cpuinfo", $"processor: 0\nflags: {new string('x', 99_990)}processor: 5\nstepping: 7\n");
        var cpu = HostCpus.Read(tree.Root).Single();
        cpu.Stepping.Should().Be("7");
        cpu.Flags.Length.Should().BeInRange(1, TextLines.LongestLine);
    }

    [Fact]
    public void This_machine_has_cpus() =>
        HostCpus.Read("/").Should().HaveCount(Directory.GetDirectories("/sys/devices/system/cpu", "cpu?").Length).And.OnlyContain(cpu => cpu.Flags.Length > 0);
}
