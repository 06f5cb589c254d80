using XenCim.Tests.Clients;

namespace XenCim.Tests.Conformance;

/// <summary>Makes an object of every class that can have one.</summary>
internal sealed class Furnishing(XenClient client, Dictionary<string, string> objects)
{
    public async Task RunAsync()
    {
        foreach (var c in new[] { "host", "host_cpu", "PIF", "PIF_metrics", "host_metrics", "PPCI", "PSCSI", "PSCSI_HBA", "PBD", "SR", "network" })
        {
            objects[c] = (string)(await client.CallAsync<List<object?>>($"{c}.get_all"))[0]!;
        }

        objects["session"] = client.Session;
        objects["VM"] = await client.CallAsync<string>("VM.create", Machine("conformance"));
        objects["SR"] = (string)(await client.CallAsync<List<object?>>("SR.get_by_name_label", "Local"))[0]!;
        objects["VDI"] = await MakeAsync("VDI", new()
        {
            ["name_label"] = "disk", ["SR"] = objects["SR"], ["virtual_size"] = 1L << 20, ["type"] = "user", ["sharable"] = true, ["read_only"] = false, ["other_config"] = Map(),
        });
        objects["VBD"] = await MakeAsync("VBD", new() { ["VM"] = objects["VM"], ["VDI"] = objects["VDI"], ["device"] = "xvda", ["bootable"] = true, ["mode"] = "RW", ["type"] = "Disk" });
        objects["VIF"] = await MakeAsync("VIF", new() { ["VM"] = objects["VM"], ["network"] = objects["network"], ["device"] = "0", ["MAC"] = "", ["MTU"] = 1500L });
        objects["console"] = await MakeAsync("console", new() { ["VM"] = objects["VM"], ["protocol"] = "vt100", ["other_config"] = Map() });
        objects["VTPM"] = await MakeAsync("VTPM", new() { ["VM"] = objects["VM"], ["backend"] = Guid.Empty.ToString() });
        objects["DPCI"] = await MakeAsync("DPCI", new() { ["VM"] = objects["VM"], ["PPCI"] = objects["PPCI"], ["hotplug_slot"] = 0L });
        objects["DSCSI"] = await MakeAsync("DSCSI", new() { ["VM"] = objects["VM"], ["PSCSI"] = objects["PSCSI"], ["virtual_HCTL"] = "0:0:0:0" });
        objects["DSCSI_HBA"] = await client.CallAsync<string>("DSCSI.get_HBA", objects["DSCSI"]);
        objects["user"] = await MakeAsync("user", new() { ["short_name"] = "operator", ["fullname"] = "An Operator" });
        objects["cpu_pool"] = await MakeAsync("cpu_pool", new() { ["name_label"] = "spare", ["ncpu"] = 1L, ["sched_policy"] = "credit" });
        objects["debug"] = await MakeAsync("debug", []);
        objects["VM_metrics"] = await client.CallAsync<string>("VM.get_metrics", objects["VM"]);
        objects["VM_guest_metrics"] = await client.CallAsync<string>("VM.get_guest_metrics", objects["VM"]);
        objects["VBD_metrics"] = await client.CallAsync<string>("VBD.get_metrics", objects["VBD"]);
        objects["VIF_metrics"] = await client.CallAsync<string>("VIF.get_metrics", objects["VIF"]);
        objects["task"] = await client.CallAsync<string>("Async.VM.get_all");
        objects["crashdump"] = await CrashAsync();
    }

    /// <summary>The record of a machine that can start.</summary>
    public static Dictionary<string, object> Machine(string name) => new()
    {
        ["name_label"] = name, ["memory_static_max"] = 256L << 20, ["memory_dynamic_max"] = 256L << 20, ["memory_dynamic_min"] = 128L << 20, ["memory_static_min"] = 64L << 20,
        ["VCPUs_max"] = 2L, ["VCPUs_at_startup"] = 1L, ["PV_kernel"] = "/boot/vmlinuz", ["other_config"] = Map(), ["platform"] = Map(),
    };

    public static Dictionary<string, object> Map() => [];

    private Task<string> MakeAsync(string c, Dictionary<string, object> record) => client.CallAsync<string>($"{c}.create", record);

    // A guest that crashes as soon as it is told to leaves its memory behind.
    private async Task<string> CrashAsync()
    {
        var record = Machine("crasher");
        record["actions_after_crash"] = "coredump_and_destroy";
        var vm = await client.CallAsync<string>("VM.create", record);
        await client.CallAsync("event.register", (object)new object[] { "crashdump" });
        await client.CallAsync("VM.start", vm, false);
        await client.CallAsync("VM.send_sysrq", vm, "c");
        await client.CallAsync("event.next");
        await client.CallAsync("event.unregister", (object)Array.Empty<object>());
        return (string)(await client.CallAsync<List<object?>>("VM.get_crash_dumps", vm))[0]!;
    }
}
