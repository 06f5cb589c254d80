using XenApi.Core.Declarations;
using XenCim.Tests.Clients;
using XenCim.Tests.Facts;

namespace XenCim.Tests.Conformance;

/// <summary>Every verb of the document is made to do its work once; those that cannot are listed with what they answer and why.</summary>
public sealed class EveryVerbTests(ServedApi served) : IClassFixture<ServedApi>
{
    // Without policies in Xen there is nothing that these could name or remove.
    private static readonly Dictionary<string, string> Refused = new()
    {
        ["ACMPolicy.get_header"] = "HANDLE_INVALID",
        ["ACMPolicy.get_xml"] = "HANDLE_INVALID",
        ["ACMPolicy.get_map"] = "HANDLE_INVALID",
        ["ACMPolicy.get_binary"] = "HANDLE_INVALID",
        ["ACMPolicy.get_VM_ssidref"] = "VM_BAD_POWER_STATE",
        ["XSPolicy.rm_xsbootpolicy"] = "SECURITY_ERROR",
        ["XSPolicy.activate_xspolicy"] = "HANDLE_INVALID",
        ["debug.return_failure"] = "DEBUG_FAIL",
    };

    private readonly XenClient client = served.Of(ApiVersion.V1_0_10).Twin();

    [Fact]
    public async Task Every_verb_does_its_work()
    {
        await MachinesAsync();
        await DevicesAsync();
        await HostsAndNetworksAsync();
        await PoolsAsync();
        await PoliciesAsync();
        await SessionsAndTasksAsync();
        await EndAsync();

        var verbs = SpecifiedApi.Of(ApiVersion.V1_0_10).Messages.Select(m => m.Name).Where(IsVerb).ToList();
        verbs.Should().HaveCountGreaterThan(90);
        verbs.Except(client.Succeeded).Except(Refused.Keys).Should().BeEmpty();
    }

    // What follows from a class or a field is driven by the tables of WholeApiTests.
    private static bool IsVerb(string message)
    {
        var (c, name) = (message.Split('.')[0], message.Split('.')[1]);
        var specified = SpecifiedApi.Of(ApiVersion.V1_0_10).Classes.Single(found => found.Name == c);
        var isAccessor = specified.Fields.Exists(f => name == $"get_{f.Name}" || name == $"set_{f.Name}" || name == $"add_to_{f.Name}" || name == $"remove_from_{f.Name}");
        return !isAccessor && name is not ("get_record" or "get_all" or "get_by_uuid" or "get_by_name_label" or "get_uuid") && c != "session";
    }

    private async Task MachinesAsync()
    {
        var vm = await client.CallAsync<string>("VM.create", Furnishing.Machine("verbs"));
        var twin = await client.CallAsync<string>("VM.clone", vm, "twin");
        await client.CallAsync("VM.destroy", twin);
        await client.CallAsync("VM.start", vm, true);
        await StateIs(vm, "Paused");
        await client.CallAsync("VM.unpause", vm);
        await client.CallAsync("VM.pause", vm);
        await client.CallAsync("VM.unpause", vm);
        await client.CallAsync("VM.suspend", vm);
        await StateIs(vm, "Suspended");
        await client.CallAsync("VM.resume", vm, false);
        await client.CallAsync("VM.set_VCPUs_number_live", vm, 2L);
        await client.CallAsync("VM.add_to_VCPUs_params_live", vm, "weight", "512");
        await client.CallAsync("VM.set_memory_dynamic_max_live", vm, 200L << 20);
        await client.CallAsync("VM.set_memory_dynamic_min_live", vm, 100L << 20);
        await client.CallAsync("VM.send_sysrq", vm, "h");
        await client.CallAsync("VM.send_trigger", vm, "nmi");
        await client.CallAsync("VM.migrate", vm, "localhost", true, Furnishing.Map());
        await StateIs(vm, "Running");
        await client.CallAsync("VM.clean_reboot", vm);
        await client.CallAsync("VM.hard_reboot", vm);
        await client.CallAsync("VM.clean_shutdown", vm);
        await StateIs(vm, "Halted");
        await client.CallAsync("VM.start", vm, false);
        await client.CallAsync("VM.hard_shutdown", vm);
        await client.CallAsync("VM.hard_shutdown", vm);
        await client.CallAsync("VM.set_security_label", vm, "label", "");
        await client.CallAsync("crashdump.destroy", served.Objects["crashdump"]);
        await client.CallAsync("VM.destroy", vm);
    }

    private async Task DevicesAsync()
    {
        var vm = await client.CallAsync<string>("VM.create", Furnishing.Machine("devices"));
        var vdi = await MakeAsync("VDI", new() { ["name_label"] = "plugged", ["SR"] = served.Objects["SR"], ["virtual_size"] = 4096L, ["type"] = "user", ["sharable"] = false, ["read_only"] = false });
        var medium = await MakeAsync("VDI", new() { ["name_label"] = "medium", ["SR"] = served.Objects["SR"], ["virtual_size"] = 4096L, ["type"] = "user", ["sharable"] = false, ["read_only"] = true });
        var vtpm = await MakeAsync("VTPM", new() { ["VM"] = vm, ["backend"] = Guid.Empty.ToString() });
        await client.CallAsync("VTPM.get_runtime_properties", vtpm);
        await client.CallAsync("VTPM.destroy", vtpm);
        var console = await MakeAsync("console", new() { ["VM"] = vm, ["protocol"] = "rfb" });
        await client.CallAsync("console.destroy", console);
        await client.CallAsync("VM.start", vm, false);
        var vbd = await MakeAsync("VBD", new() { ["VM"] = vm, ["VDI"] = vdi, ["device"] = "", ["mode"] = "RW", ["type"] = "Disk" });
        (await client.CallAsync("VBD.get_currently_attached", vbd)).Should().Be(true);
        await client.CallAsync("VBD.unplug", vbd);
        await client.CallAsync("VBD.plug", vbd);
        var drive = await MakeAsync("VBD", new() { ["VM"] = vm, ["VDI"] = "", ["device"] = "", ["mode"] = "RO", ["type"] = "CD" });
        await client.CallAsync("VBD.media_change", drive, medium);
        (await client.CallAsync("VBD.get_VDI", drive)).Should().Be(medium);
        var vif = await MakeAsync("VIF", new() { ["VM"] = vm, ["network"] = served.Objects["network"], ["device"] = "", ["MAC"] = "" });
        await client.CallAsync("VIF.unplug", vif);
        await client.CallAsync("VIF.plug", vif);
        await client.CallAsync("VIF.set_security_label", vif, "a label", "");
        (await client.CallAsync("VIF.get_security_label", vif)).Should().Be("a label");
        await client.CallAsync("VIF.destroy", vif);
        await client.CallAsync("VBD.destroy", vbd);
        await client.CallAsync("VBD.destroy", drive);
        await client.CallAsync("VDI.set_security_label", vdi, "a label", "");
        await client.CallAsync("VDI.destroy", vdi);
        await client.CallAsync("VM.hard_shutdown", vm);
        var ppci = (string)(await client.CallAsync<List<object?>>("PPCI.get_all"))[1]!;
        var dpci = await MakeAsync("DPCI", new() { ["VM"] = vm, ["PPCI"] = ppci, ["hotplug_slot"] = 0L });
        await client.CallAsync("DPCI.destroy", dpci);
        var pscsi = (string)(await client.CallAsync<List<object?>>("PSCSI.get_all"))[1]!;
        var dscsi = await MakeAsync("DSCSI", new() { ["VM"] = vm, ["PSCSI"] = pscsi, ["virtual_HCTL"] = "1:0:0:0" });
        var hba = await client.CallAsync<string>("DSCSI.get_HBA", dscsi);
        await client.CallAsync("DSCSI.destroy", dscsi);
        await client.FailAsync("DSCSI_HBA.destroy", hba);
        hba = await MakeAsync("DSCSI_HBA", new() { ["VM"] = vm, ["virtual_host"] = 2L, ["assignment_mode"] = "VIRTUAL" });
        await client.CallAsync("DSCSI_HBA.destroy", hba);
        await client.CallAsync("VM.destroy", vm);
        (await client.CallAsync<List<object?>>("SR.get_supported_types")).Should().Contain("local");
    }

    private async Task HostsAndNetworksAsync()
    {
        var host = served.Objects["host"];
        await client.CallAsync("host.disable", host);
        var vm = await client.CallAsync<string>("VM.create", Furnishing.Machine("nowhere"));
        (await client.FailAsync("VM.start", vm, false)).Should().Equal("OPERATION_NOT_ALLOWED");
        await client.CallAsync("VM.destroy", vm);
        await client.CallAsync("host.enable", host);
        foreach (var message in new[] { "host.dmesg", "host.dmesg_clear", "host.get_log" })
        {
            (await client.CallAsync(message, host)).Should().BeOfType<string>(message);
        }

        await client.CallAsync("host.send_debug_keys", host, "h");
        (await client.CallAsync<List<object?>>("host.list_methods")).Should().HaveCount(589 + 0).And.Contain("VM.start");
        await client.CallAsync("host_cpu.get_unassigned_cpus");
        var network = await MakeAsync("network", new() { ["name_label"] = "verbs" });
        var device = await client.CallAsync<string>("PIF.get_device", served.Objects["PIF"]);
        var vlan = await client.CallAsync<string>("PIF.create_VLAN", device, network, host, 17L);
        await client.CallAsync("PIF.destroy", vlan);
        await client.CallAsync("network.destroy", network);
        var sr = (string)(await client.CallAsync<List<object?>>("SR.get_by_name_label", "QCoW"))[0]!;
        var pbd = await MakeAsync("PBD", new() { ["host"] = host, ["SR"] = sr, ["device_config"] = new Dictionary<string, object> { ["location"] = "/elsewhere" } });
        await client.CallAsync("PBD.destroy", pbd);
        var user = await MakeAsync("user", new() { ["short_name"] = "passing", ["fullname"] = "" });
        await client.CallAsync("user.destroy", user);
        await client.CallAsync("debug.destroy", await MakeAsync("debug", []));
        (await client.FailAsync("debug.return_failure"))[0].Should().Be("DEBUG_FAIL");
    }

    private async Task PoolsAsync()
    {
        await client.CallAsync("cpu_pool.get_all_records");
        var first = (string)(await client.CallAsync<List<object?>>("cpu_pool.get_by_name_label", "Pool-0"))[0]!;
        var cpus = await client.CallAsync<List<object?>>("cpu_pool.get_host_CPUs", first);
        await client.CallAsync("cpu_pool.remove_host_CPU_live", first, cpus[0]!);
        await client.CallAsync("cpu_pool.remove_host_CPU_live", first, cpus[1]!);
        var pool = await MakeAsync("cpu_pool", new() { ["name_label"] = "verbs", ["ncpu"] = 1L, ["sched_policy"] = "credit" });
        await client.CallAsync("cpu_pool.add_to_proposed_CPUs", pool, 3L);
        await client.CallAsync("cpu_pool.remove_from_proposed_CPUs", pool, 3L);
        await client.CallAsync("cpu_pool.activate", pool);
        var free = await client.CallAsync<List<object?>>("host_cpu.get_unassigned_cpus");
        free.Should().ContainSingle();
        await client.CallAsync("cpu_pool.add_host_CPU_live", pool, free[0]!);
        var vm = await client.CallAsync<string>("VM.create", Furnishing.Machine("pooled"));
        await client.CallAsync("VM.start", vm, false);
        await client.CallAsync("VM.cpu_pool_migrate", vm, pool);
        (await client.CallAsync<List<object?>>("VM.get_cpu_pool", vm)).Should().Equal(pool);
        (await client.CallAsync<List<object?>>("cpu_pool.get_started_VMs", pool)).Should().Equal(vm);
        (await client.FailAsync("cpu_pool.deactivate", pool)).Should().Equal("POOL_BAD_STATE", "in use");
        await client.CallAsync("VM.hard_shutdown", vm);
        await client.CallAsync("VM.destroy", vm);
        await client.CallAsync("cpu_pool.deactivate", pool);
        await client.CallAsync("cpu_pool.destroy", pool);
    }

    private async Task PoliciesAsync()
    {
        (await client.CallAsync("XSPolicy.get_xstype")).Should().Be("0");
        await client.CallAsync("XSPolicy.get_xspolicy");
        await client.CallAsync("XSPolicy.set_xspolicy", 1L, "<policy/>", 0L, true);
        await client.CallAsync("XSPolicy.reset_xspolicy", 1L);
        await client.CallAsync("XSPolicy.set_resource_label", "file:/image", "label", "");
        (await client.CallAsync("XSPolicy.get_resource_label", "file:/image")).Should().Be("label");
        (await client.CallAsync<Dictionary<string, object?>>("XSPolicy.get_labeled_resources")).Should().ContainKey("file:/image");
        await client.CallAsync("XSPolicy.can_run", "label");
        await client.CallAsync("ACMPolicy.get_enforced_binary");
        foreach (var (message, code) in Refused.Where(r => r.Key.Contains("Policy", StringComparison.Ordinal)))
        {
            object[] arguments = message switch
            {
                "XSPolicy.rm_xsbootpolicy" => [],
                "XSPolicy.activate_xspolicy" => [Guid.NewGuid().ToString(), 0L],
                "ACMPolicy.get_VM_ssidref" => [served.Objects["VM"]],
                _ => [Guid.NewGuid().ToString()],
            };
            (await client.FailAsync(message, arguments))[0].Should().Be(code, message);
        }
    }

    private async Task SessionsAndTasksAsync()
    {
        await client.CallAsync("event.register", (object)new object[] { "VM" });
        await client.CallAsync("VM.set_name_description", served.Objects["VM"], "changed");
        (await client.CallAsync<List<object?>>("event.next")).Should().ContainSingle();
        await client.CallAsync("event.unregister", (object)new object[] { "VM" });
        var task = await served.Of(ApiVersion.Xend).CallAsync<string>("Async.debug.wait", 3600.0);
        (await client.CallAsync("task.get_status", task)).Should().Be("pending");
        await client.CallAsync("task.cancel", task);
        (await client.CallAsync<string>("task.get_status", task)).Should().StartWith("cancel");
    }

    private async Task EndAsync()
    {
        var host = served.Objects["host"];
        await client.CallAsync("host.disable", host);
        await client.CallAsync("host.reboot", host);
        await client.CallAsync("host.shutdown", host);
        await client.CallAsync("host.enable", host);
    }

    private async Task StateIs(string vm, string state) => (await client.CallAsync("VM.get_power_state", vm)).Should().Be(state);

    private Task<string> MakeAsync(string c, Dictionary<string, object> record) => client.CallAsync<string>($"{c}.create", record);
}
