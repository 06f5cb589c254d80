using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using XenApi.Server.Doctor;
using XenCim.Tests.Memory;

namespace XenCim.Tests.Server;

/// <summary>What the doctor finds on hosts that lack one thing, and on one that lacks nothing.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly HostLayout host = new();

    public void Dispose() => host.Dispose();

    [Fact]
    public void A_control_domain_with_everything_is_sound()
    {
        var found = host.Examine();

        found.UsesXen.Should().BeTrue();
        found.Findings.Where(finding => finding.Verdict != Verdict.Ok).Should().BeEmpty();
        found.Findings.Select(finding => $"{finding.Subject}: {finding.Text}").Should().Contain(
        [
            "system: Linux 6.1.0-56-amd64 on x86-64", "user: root", "memory: 1024 MiB are available to programs",
            "xen: Xen 4.17.7, and this is its control domain", "library: libxenlight.so.4.17, that of the Xen which runs",
            "xenstored: answers at /run/xenstored/socket", "module: xen-blkback is there, for disks of guests, and loaded when it is needed",
            "module: loop is built in, for disks in files", "module: bridge is loaded, for networks", "bridge: xenbr0 joins eth0",
            "pygrub: /usr/lib/xen-4.17/bin/pygrub", "qemu: /usr/libexec/xen-qemu-system-i386", "lvm: /sbin/lvs",
        ]);
    }

    [Theory]
    [InlineData("/proc/xen/capabilities", "xenfs", "mount -t xenfs xenfs /proc/xen")]
    [InlineData("/dev/xen/privcmd", "device", "modprobe xen-privcmd")]
    [InlineData("/proc/77", "xenconsoled", "systemctl start xen")]
    [InlineData("/run/xenstored", "xenstored", "systemctl start xen")]
    [InlineData("/var/run", "/var/run", "ln -s /run /var/run")]
    [InlineData("/etc/xen/scripts/block", "hotplug", "apt-get install xen-utils-common")]
    [InlineData("/lib/modules/6.1.0-56-amd64/modules.dep", "module", "linux-image-amd64")]
    [InlineData("/sys/hypervisor/version/minor", "xen", "Mount sysfs on /sys")]
    public void What_is_missing_fails_and_is_told_with_a_remedy(string missing, string subject, string remedy)
    {
        host.File("/sys/hypervisor/properties/features", "00002f05\n");
        host.Remove(missing);

        var found = host.Examine();

        found.IsSound.Should().BeFalse();
        found.Findings.Where(finding => finding.Verdict == Verdict.Fail).Should().ContainSingle().Which.Should().Match<Finding>(finding => finding.Subject == subject && finding.Advice!.Contains(remedy));
    }

    [Theory]
    [InlineData("/sys/class/net/xenbr0", "bridge", "/etc/network/interfaces")]
    [InlineData("/usr/lib/xen-4.17/bin/pygrub", "pygrub", "PV_kernel")]
    [InlineData("/usr/libexec/xen-qemu-system-i386", "qemu", "qemu-system-xen")]
    [InlineData("/usr/bin/qemu-img", "qemu-img", "qemu-utils")]
    [InlineData("/sbin/lvs", "lvm", "lvm2")]
    [InlineData("/usr/bin/ssh", "ssh", "openssh-client")]
    [InlineData("/sbin/mount.nfs", "nfs", "nfs-common")]
    public void What_not_every_host_needs_is_a_warning(string missing, string subject, string remedy)
    {
        host.Remove(missing);

        var found = host.Examine();

        found.IsSound.Should().BeTrue();
        found.Findings.Where(finding => finding.Verdict == Verdict.Warn).Should().ContainSingle().Which.Should().Match<Finding>(finding => finding.Subject == subject && finding.Advice!.Contains(remedy));
    }

    [Fact]
    public void Without_udev_modules_are_loaded_by_hand()
    {
        host.Remove("/run/udev");

        host.Examine().Findings.Where(finding => finding.Verdict == Verdict.Warn).Select(finding => finding.Subject).Should().Equal("udev", "module");
    }

    [Fact]
    public void Libraries_are_those_of_the_Xen_that_runs()
    {
        host.Patient = host.Patient with { LoadsLibrary = library => library is "libxenlight.so.4.19" or "libxenstore.so.3.0" or "libxentoollog.so.1" };

        var found = host.Examine().Findings;

        found.Should().Contain(Finding.Ok("library", "libxenstore.so.3.0"));
        found.Single(finding => finding.Verdict == Verdict.Fail).Advice.Should().StartWith("Install the libraries of Xen 4.17 (Debian: apt-get install libxenmisc4.17)");
    }

    [Theory]
    [InlineData("xend", "Xend")]
    [InlineData("libvirtd", "libvirt")]
    [InlineData("xapi", "XAPI")]
    public void Who_else_commands_Xen_is_named(string process, string name)
    {
        host.Process(99, process);

        host.Examine().Findings.Single(finding => finding.Verdict == Verdict.Warn).Text.Should().StartWith($"{name} ({process}) runs");
    }

    [Fact]
    public void Without_Xen_the_simulated_hypervisor_is_used_and_nothing_of_Xen_is_looked_for()
    {
        host.Remove("/sys/hypervisor");
        host.Patient = host.Patient with { IsRoot = false, LoadsLibrary = _ => false };

        var found = host.ExamineFor("simulated");

        found.UsesXen.Should().BeFalse();
        found.Findings.Select(finding => (finding.Verdict, finding.Subject)).Should().Equal((Verdict.Ok, "system"), (Verdict.Ok, "user"), (Verdict.Ok, "memory"), (Verdict.Ok, "xen"), (Verdict.Ok, "settings"), (Verdict.Ok, "state"));
        found.Findings[3].Text.Should().Be("this machine does not run on Xen: the simulated hypervisor will be used");
    }

    [Fact]
    public void A_guest_of_Xen_simulates()
    {
        host.File("/proc/xen/capabilities", "");

        host.ExamineFor("simulated").Findings.Single(finding => finding.Subject == "xen").Text.Should().Be("this is a guest of Xen and not its control domain: the simulated hypervisor will be used");
    }

    [Theory]
    [InlineData("/sys/hypervisor", "this machine does not run on Xen")]
    [InlineData("/proc/xen/capabilities", "this is a guest of Xen and not its control domain")]
    public void Told_to_take_Xen_it_says_that_there_is_none(string missing, string text)
    {
        host.Remove(missing);

        host.Examine().Findings.Should().Contain(finding => finding.Subject == "xen" && finding.Verdict == Verdict.Fail && finding.Text == text);
    }

    [Theory]
    [InlineData("00002f05", true)]
    [InlineData("00002705", false)]
    [InlineData("what", false)]
    public void Before_xenfs_is_mounted_the_features_tell_a_control_domain(string features, bool isControl)
    {
        host.Remove("/proc/xen/capabilities");
        host.File("/sys/hypervisor/properties/features", features + "\n");

        XenPresence.On(host.Patient.Tree).IsControlDomain.Should().Be(isControl);
    }

    [Fact]
    public void Told_to_simulate_it_looks_for_no_Xen() =>
        host.ExamineFor("simulated").Findings.Single(finding => finding.Subject == "xen").Text.Should().Be("the server is told so: the simulated hypervisor will be used");

    [Fact]
    public void The_machine_and_the_user_are_looked_at()
    {
        host.Patient = host.Patient with { IsRoot = false, Architecture = Architecture.Arm64 };
        host.File("/proc/meminfo", "MemAvailable:    40000 kB\n");

        host.Examine().Findings.Where(finding => finding.Verdict == Verdict.Fail).Select(finding => finding.Subject).Should().Equal("system", "user", "memory");
    }

    [Fact]
    public void A_setting_that_cannot_be_taken_is_a_finding_and_the_rest_is_still_told()
    {
        var found = host.Examine("--auth", "pam");

        found.Findings.Single(finding => finding.Verdict == Verdict.Fail).Should().Match<Finding>(finding => finding.Subject == "settings" && finding.Text.Contains("\"pam\""));
        found.Findings.Should().Contain(finding => finding.Subject == "bridge");
    }

    [Fact]
    public async Task A_state_directory_that_a_server_has_is_in_use_and_left_alone()
    {
        using var state = new StateDirectory();
        await using var server = await ServerProcess.StartAsync(state.Path);

        var found = host.Examine("--state", state.Path, "--xmlrpc", server.Addresses[0]).Findings;

        found.Should().Contain(Finding.Ok("state", $"{state.Path} is in use by a server that runs"));
        found.Should().Contain(Finding.Ok("xmlrpc", $"{server.Addresses[0]} is in use, and the server runs"));
    }

    [Fact]
    public void Looking_leaves_nothing_behind()
    {
        host.Examine();

        Path.Exists(host.State).Should().BeFalse();
        Directory.EnumerateFileSystemEntries(host.At("/var")).Select(Path.GetFileName).Should().Equal("run");
    }

    [Fact]
    public void A_file_in_the_place_of_the_state_directory_fails()
    {
        host.File("/var/lib", "");

        host.Examine().Findings.Single(finding => finding.Subject == "state").Verdict.Should().Be(Verdict.Fail);
    }

    [Fact]
    public void Addresses_that_others_have_fail()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        host.Socket("/run/other/socket");
        var (http, unix, free, noFolder) = ($"http://{other.LocalEndpoint}", $"unix:{host.At("/run/other/socket")}", $"unix:{host.At("/run/free")}", $"unix:{host.At("/run/xend/socket")}");

        var found = host.Examine("--xmlrpc", http, "--xmlrpc", unix, "--xmlrpc", free, "--xmlrpc", noFolder, "--xmlrpc", "http://127.0.0.1:0");

        found.Findings.Where(finding => finding.Subject == "xmlrpc").Select(finding => finding.Verdict).Should().Equal(Verdict.Fail, Verdict.Fail, Verdict.Ok, Verdict.Warn, Verdict.Ok);
    }

    [Fact]
    public void The_report_has_a_line_for_each_check_and_the_sums()
    {
        host.Remove("/sbin/lvs");

        var found = host.Examine();
        var lines = Report.Text(found).TrimEnd('\n').Split('\n');

        lines.Should().HaveCount(found.Findings.Count + 1);
        lines.Should().Contain("ok    user         root.");
        lines.Should().Contain("warn  lvm          is not there: storage of type lvm cannot be used. Install it where you want that (Debian: apt-get install lvm2).");
        lines[^1].Should().Be($"{found.Findings.Count - 1} ok, 1 warn, 0 fail");
    }

    [Fact]
    public void The_report_for_programs_says_the_same()
    {
        host.Remove("/run/xenstored");

        using var report = JsonDocument.Parse(Report.Json(host.Examine()));

        report.RootElement.GetProperty("hypervisor").GetString().Should().Be("xen");
        report.RootElement.GetProperty("sound").GetBoolean().Should().BeFalse();
        var failed = report.RootElement.GetProperty("findings").EnumerateArray().Single(finding => finding.GetProperty("verdict").GetString() == "fail");
        failed.GetProperty("subject").GetString().Should().Be("xenstored");
        failed.GetProperty("advice").GetString().Should().StartWith("Start the service");
    }

    [Fact]
    public void What_is_read_has_a_limit()
    {
        host.File("/sys/hypervisor/type", new string(' ', 70_000) + "xen");
        host.File("/proc/modules", new string('x', 10_000) + "\nxen_blkback 1 0\n");

        host.Patient.Tree.Text("/sys/hypervisor/type").Should().BeEmpty();
        host.Patient.Tree.HasLine("/proc/modules", line => line.StartsWith("xen_blkback ", StringComparison.Ordinal)).Should().BeTrue();
        host.Patient.Tree.HasLine("/proc/modules", line => line.Length > 4096).Should().BeFalse();
    }

    [Fact]
    public async Task The_command_tells_it_on_this_very_machine()
    {
        using var state = new StateDirectory();
        await using var doctor = ServerProcess.Launch(state.Path, "doctor", "--hypervisor", "simulated", "--json");

        (await doctor.EndAsync()).Should().Be(0, doctor.Output);

        using var report = JsonDocument.Parse(doctor.Output);
        report.RootElement.GetProperty("hypervisor").GetString().Should().Be("simulated");
        Path.Exists(state.Path).Should().BeFalse();
    }
}
