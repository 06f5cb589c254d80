using System.Net.Sockets;
using System.Runtime.InteropServices;
using XenApi.Server.Doctor;
using XenApi.Server.Settings;

namespace XenCim.Tests.Server;

/// <summary>A host laid out below a directory: a control domain with everything, from which tests take away.</summary>
internal sealed class HostLayout : IDisposable
{
    private readonly List<Socket> sockets = [];
    private readonly string root = Directory.CreateTempSubdirectory("xencim-host-").FullName;

    public HostLayout()
    {
        File("/sys/hypervisor/type", "xen\n");
        File("/sys/hypervisor/version/major", "4\n");
        File("/sys/hypervisor/version/minor", "17\n");
        File("/sys/hypervisor/version/extra", ".7\n");
        File("/proc/xen/capabilities", "control_d\n");
        File("/proc/sys/kernel/osrelease", "6.1.0-56-amd64\n");
        File("/proc/meminfo", "MemTotal:        2097152 kB\nMemFree:          100 kB\nMemAvailable:    1048576 kB\n");
        File("/proc/modules", "xen_netback 73728 0 - Live 0x0\nbridge 311296 1 br_netfilter, Live 0x0\n");
        File("/lib/modules/6.1.0-56-amd64/modules.builtin", "kernel/drivers/block/loop.ko\n");
        File("/lib/modules/6.1.0-56-amd64/modules.dep", "kernel/drivers/block/xen-blkback/xen-blkback.ko: kernel/a.ko\n");
        foreach (var device in (string[])["/dev/xen/evtchn", "/dev/xen/privcmd", "/dev/xen/gntdev", "/run/udev/control", "/sys/class/net/lo/address"])
        {
            File(device, "");
        }

        Process(77, "xenconsoled");
        Directory.CreateDirectory(At("/var"));
        Directory.CreateSymbolicLink(At("/var/run"), "/run");
        Directory.CreateDirectory(At("/sys/class/net/xenbr0/bridge"));
        File("/sys/class/net/xenbr0/brif/eth0/port_no", "0x1\n");
        foreach (var program in (string[])["/etc/xen/scripts/block", "/etc/xen/scripts/vif-bridge", "/usr/lib/xen-4.17/bin/pygrub", "/usr/libexec/xen-qemu-system-i386", "/usr/bin/qemu-img", "/sbin/mount.nfs", "/sbin/lvs", "/usr/bin/ssh"])
        {
            Program(program);
        }

        Socket("/run/xenstored/socket");
        Patient = new(new HostTree(root))
        {
            Architecture = Architecture.X64,
            IsRoot = true,
            LoadsLibrary = library => library is "libxenlight.so.4.17" or "libxenstore.so.4" or "libxentoollog.so.1",
        };
    }

    /// <summary>What the doctor sees of it.</summary>
    public Patient Patient { get; set; }

    /// <summary>The directory for the state, which is not made yet.</summary>
    public string State => At("/var/lib/xencim");

    /// <summary>Where a path of the host really is.</summary>
    public string At(string path) => Path.Join(root, path);

    public void File(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        System.IO.File.WriteAllText(At(path), text);
    }

    public void Program(string path)
    {
        File(path, "");
        System.IO.File.SetUnixFileMode(At(path), (UnixFileMode)0b111_101_101);
    }

    public void Process(int id, string name) => File($"/proc/{id}/comm", name + "\n");

    public void Remove(string path)
    {
        if (Directory.Exists(At(path)) && new FileInfo(At(path)).LinkTarget is null)
        {
            Directory.Delete(At(path), recursive: true);
        }
        else
        {
            System.IO.File.Delete(At(path));
        }
    }

    /// <summary>Somebody listens there.</summary>
    public Socket Socket(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        sockets.Add(socket);
        socket.Bind(new UnixDomainSocketEndPoint(At(path)));
        socket.Listen();
        return socket;
    }

    /// <summary>Has the doctor look, with the server told no listener unless the command line names some.</summary>
    public Examination Examine(params string[] commandLine) => ExamineFor("xen", commandLine);

    /// <summary>The same, with another hypervisor.</summary>
    public Examination ExamineFor(string hypervisor, params string[] commandLine)
    {
        Arguments? read = null;
        Task<int> Take(DoctorArguments taken)
        {
            read = taken.Server;
            return Task.FromResult(0);
        }

        string[] silent = [.. commandLine.Contains("--state") ? [] : (string[])["--state", State], .. commandLine.Contains("--xmlrpc") ? [] : (string[])["--xmlrpc", "none"], .. commandLine.Contains("--cimxml") ? [] : (string[])["--cimxml", "none"]];
        Arguments.Command(_ => Task.FromResult(0), _ => Task.FromResult(0), Take).Parse(["doctor", "--hypervisor", hypervisor, .. silent, .. commandLine]).Invoke().Should().Be(0);
        return Examination.Of(Patient, () => ServerSettings.Read(read!, new Dictionary<string, string?> { ["HOME"] = root }));
    }

    public void Dispose()
    {
        sockets.ForEach(socket => socket.Dispose());
        Directory.Delete(root, recursive: true);
    }
}
