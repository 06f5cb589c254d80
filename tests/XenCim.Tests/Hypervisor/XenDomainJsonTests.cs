using System.Text.Json.Nodes;
using CsCheck;
using FluentAssertions;
using Hypervisor.Native;
using Hypervisor.Native.Xen;
using Xunit;

namespace XenCim.Tests.Hypervisor;

/// <summary>What the driver writes for libxenlight and reads of it. Whether the library takes it is proven on real Xen.</summary>
public sealed class XenDomainJsonTests
{
    private static readonly Guid Id = Guid.Parse("16d7a179-b6cc-479b-82c4-8ddec93a9a73");

    // As the libxenlight of Xen 4.17 wrote it of a guest that xl had made.
    private const string OfXl = """
        {"c_info":{"type":"pv","name":"pv1","domid":4294967295,"uuid":"16d7a179-b6cc-479b-82c4-8ddec93a9a73","run_hotplug_scripts":"True"},
         "b_info":{"max_vcpus":2,"avail_vcpus":[0],"max_memkb":262144,"target_memkb":131072,"video_memkb":0,
          "sched_params":{"sched":"credit2","weight":256,"cap":0},"claim_mode":"True","kernel":"/guest/vmlinux","cmdline":"console=hvc0 quiet",
          "ramdisk":"/share/initrd2.gz","type.pv":{},"arch_arm":{},"arch_x86":{"msr_relaxed":"False"}},
         "disks":[{"pdev_path":"/tmp/d1.raw","vdev":"xvda","format":"raw","readwrite":1,"colo_restore_enable":"False"}],
         "nics":[{"devid":0,"mac":"00:16:3e:00:00:01","bridge":"xenbr0","nictype":"vif"}],
         "on_reboot":"restart","on_soft_reset":"soft_reset"}
        """;

    private static DomainConfig Guest => new()
    {
        Id = Id,
        Name = "guest",
        MemoryBytes = 128 << 20,
        MaxMemoryBytes = 256 << 20,
        Vcpus = 1,
        MaxVcpus = 2,
        Boot = new(false, "", "", "", "/boot/vmlinuz", "/boot/initrd", "console=hvc0"),
        Disks = [new("xvda", "/images/a.raw", "raw", false, false, true)],
        Nics = [new("0", "00:16:3e:00:00:01", 1500, "xenbr0")],
    };

    [Fact]
    public void A_guest_of_xl_is_read()
    {
        var pool = Guid.NewGuid();
        var read = DomainReading.Of(Id, LibxlJson.Parse(OfXl), pool);
        read.Should().BeEquivalentTo(new DomainConfig
        {
            Id = Id,
            Name = "pv1",
            MemoryBytes = 128 << 20,
            MaxMemoryBytes = 256 << 20,
            Vcpus = 1,
            MaxVcpus = 2,
            Boot = new(false, "", "", "", "/guest/vmlinux", "/share/initrd2.gz", "console=hvc0 quiet"),
            Pool = pool,
            Disks = [new("xvda", "/tmp/d1.raw", "raw", false, false, false)],
            Nics = [new("0", "00:16:3e:00:00:01", 1500, "xenbr0")],
        });
    }

    [Fact]
    public void A_guest_is_written_in_the_words_of_the_library() => DomainJson.Of(Guest, "pool").ToJsonString().Should().Be(JsonNode.Parse("""
        {"c_info":{"type":"pv","name":"guest","uuid":"16d7a179-b6cc-479b-82c4-8ddec93a9a73","run_hotplug_scripts":"True","pool_name":"pool"},
         "b_info":{"max_vcpus":2,"avail_vcpus":[0],"max_memkb":262144,"target_memkb":131072,"sched_params":{"weight":256,"cap":0},
          "kernel":"/boot/vmlinuz","ramdisk":"/boot/initrd","cmdline":"console=hvc0","type.pv":{}},
         "disks":[{"vdev":"xvda","format":"raw","readwrite":1,"is_cdrom":0,"removable":0,"pdev_path":"/images/a.raw"}],
         "nics":[{"devid":0,"mac":"00:16:3e:00:00:01","mtu":1500,"bridge":"xenbr0"}],
         "on_poweroff":"preserve","on_reboot":"preserve","on_watchdog":"preserve","on_crash":"preserve"}
        """)!.ToJsonString());

    [Fact]
    public void What_is_written_is_read_the_same() =>
        Gen.Select(Gen.Int[1, 4096], Gen.Int[1, 16], Gen.Int[1, 65535], Gen.Int[0, 400], Gen.Bool, Gen.Bool).Sample((megabytes, vcpus, weight, cap, isPc, isPvh) =>
        {
            var written = Guest with
            {
                MemoryBytes = (long)megabytes << 20,
                MaxMemoryBytes = (long)megabytes << 21,
                Vcpus = vcpus,
                MaxVcpus = vcpus * 2,
                Scheduling = new(weight, cap),
                Boot = isPc ? new(true, "dc", "", "", "", "", "") : Guest.Boot,
                Platform = isPvh && !isPc ? new Dictionary<string, string> { ["pvh"] = "true", ["tsc_mode"] = "native" } : new Dictionary<string, string> { ["acpi"] = "false" },
                Pcis = [new("0000:00:1f.2", 5, new Dictionary<string, string>())],
                Nics = [Guest.Nics[0] with { Rate = isPvh ? new(weight * 20L, 50_000) : null }],
            };
            DomainReading.Of(Id, LibxlJson.Parse(DomainJson.Of(written, null).ToJsonString()), Guid.Empty).Should().BeEquivalentTo(
                written with { Pool = Guid.Empty, Disks = [written.Disks[0] with { IsBootable = false }] });
        });

    [Fact]
    public void A_drive_without_a_medium_has_no_path()
    {
        var drive = DomainJson.Of(new DiskConfig("hdc", "", "raw", true, true, false));
        drive["format"]!.GetValue<string>().Should().Be("empty");
        drive.ContainsKey("pdev_path").Should().BeFalse();
        drive["readwrite"]!.GetValue<int>().Should().Be(0);
    }

    [Fact]
    public void A_pc_without_a_kernel_has_no_words_for_one()
    {
        Build(new(true, "c", "", "", "", "/boot/initrd", "quiet")).Should().NotContainKeys("kernel", "ramdisk", "cmdline");
        Build(new(true, "c", "", "", "/boot/vmlinuz", "/boot/initrd", "quiet")).Should().ContainKeys("kernel", "ramdisk", "cmdline");

        static IDictionary<string, JsonNode?> Build(BootConfig boot) => DomainJson.Of(Guest with { Boot = boot }, null)["b_info"]!.AsObject();
    }

    [Theory]
    [InlineData("pygrub", "", "-q")]
    [InlineData("/usr/lib/xen-4.17/bin/pygrub", "--kernel=/boot/other", "-q --kernel=/boot/other")]
    [InlineData("pygrub", "--entry=2 -q", "--entry=2 -q")]
    [InlineData("/usr/bin/pvgrub", "", "")]
    public void A_boot_loader_with_a_menu_chooses_by_itself(string loader, string given, string words) => string.Join(
        ' ', (DomainJson.Of(Guest with { Boot = new(false, "", loader, given, "", "", "") }, null)["b_info"]!["bootloader_args"]?.AsArray() ?? []).Select(word => word!.GetValue<string>()))
        .Should().Be(words);

    [Fact]
    public void Xen_is_told_from_the_start_that_a_guest_may_have_cards_of_the_host()
    {
        DomainJson.Of(Guest, null)["c_info"]!["passthrough"].Should().BeNull();
        DomainJson.Of(Guest with { Pcis = [new("0000:00:1f.2", -1, new Dictionary<string, string>())] }, null)["c_info"]!["passthrough"]!.GetValue<string>().Should().Be("enabled");
        DomainJson.Of(Guest with { Platform = new Dictionary<string, string> { ["passthrough"] = "true" } }, null)["c_info"]!["passthrough"]!.GetValue<string>().Should().Be("enabled");
    }

    [Fact]
    public void A_screen_is_the_hosts_own_unless_said_otherwise()
    {
        var pc = Guest with { Boot = new(true, "c", "", "", "", "", "") };
        Listen(pc).Should().Be("127.0.0.1");
        Listen(pc with { Platform = new Dictionary<string, string> { ["vnclisten"] = "0.0.0.0" } }).Should().Be("0.0.0.0");

        static string Listen(DomainConfig config) => DomainJson.Of(config, null)["b_info"]!["type.hvm"]!["vnc"]!["listen"]!.GetValue<string>();
    }

    [Fact]
    public void What_the_library_cannot_do_is_refused()
    {
        Action scsi = () => DomainJson.Of(Guest with { Scsis = [new("0:0:0:0", "1:0:0:0")] }, null);
        Action tpm = () => DomainJson.Of(Guest with { HasTpm = true }, null);
        scsi.Should().Throw<HypervisorException>().Which.Fault.Should().Be(HypervisorFault.Unsupported);
        tpm.Should().Throw<HypervisorException>().Which.Fault.Should().Be(HypervisorFault.Unsupported);
    }

    [Theory]
    [InlineData("0000:00:1f")]
    [InlineData("here")]
    [InlineData("0000:0g:00.0")]
    public void An_address_that_is_none_is_refused(string address)
    {
        Action write = () => DomainJson.Of(new PciConfig(address, -1, new Dictionary<string, string>()));
        write.Should().Throw<HypervisorException>().Which.Fault.Should().Be(HypervisorFault.Invalid);
    }

    [Fact]
    public void A_setting_that_must_be_a_number_is_refused_where_it_is_none()
    {
        Action write = () => DomainJson.Of(Guest with { Platform = new Dictionary<string, string> { ["rtc_timeoffset"] = "soon" } }, null);
        write.Should().Throw<HypervisorException>().WithMessage("*rtc_timeoffset*number*");
    }

    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""", "")]
    [InlineData("""{"a":1}""", """{}""", "a")]
    [InlineData("""{"a":0,"b":false,"c":"","d":[],"e":{"f":0}}""", """{}""", "")]
    [InlineData("""{"a":{"b":"x"}}""", """{"a":{"c":1}}""", "a.b")]
    [InlineData("""{"a":[{"b":1},{"b":2}]}""", """{"a":[{"b":1},{}]}""", "a.b")]
    [InlineData("""{"a":[1,2]}""", """{"a":[1]}""", "a.[2]")]
    [InlineData("""{"a":"00000000-0000-0000-0000-000000000000"}""", """{}""", "")]
    public void What_the_library_passed_over_is_found(string written, string read, string lost) =>
        LibxlJson.FirstLost(JsonNode.Parse(written), LibxlJson.Parse(read)).Should().Be(lost);
}
