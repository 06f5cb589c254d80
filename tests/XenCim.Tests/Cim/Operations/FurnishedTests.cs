using Cim.Provider.Mof;
using Cim.Provider.Operations;
using Hypervisor.Native.Simulated;
using XenApi.Core.Devices;
using XenApi.Core.Model;
using XenApi.Core.Values;
using XenCim.Tests.Devices;

namespace XenCim.Tests.Cim.Operations;

/// <summary>Our own schema on a house where every class of the Xen API that it maps has objects.</summary>
public sealed class FurnishedTests
{
    [Fact]
    public async Task Every_class_has_instances_and_every_association_joins_some()
    {
        await using var world = await FurnishAsync();

        foreach (var space in new[] { "root/xen", "interop" })
        {
            // Addresses of listeners are there where a process listens.
            world.Cim.Catalog.Space(space).Sources.Values.Where(source => !source.All(world.House.Now).Any()).Select(source => source.Class.Name)
                .Should().BeSubsetOf(["Xen_CIMXMLCommunicationMechanism", "Xen_CommMechanismForManager"]);
        }
    }

    [Fact]
    public async Task Associations_join_what_is_there_once_and_are_found_from_both_ends()
    {
        await using var world = await FurnishAsync();
        foreach (var space in new[] { "root/xen", "interop" })
        {
            foreach (var source in world.Cim.Catalog.Space(space).Sources.Values.Where(source => source.Class.IsAssociation).Cast<ILinkSource>())
            {
                var links = source.All(world.House.Now).Cast<LinkInstance>().ToList();
                links.Select(link => link.Path).Should().OnlyHaveUniqueItems(source.Class.Name);
                foreach (var link in links)
                {
                    foreach (var reference in source.Class.References)
                    {
                        var (name, end) = link.End(reference);
                        world.Service.GetInstance(world.Caller(name), end.Path).Path.Should().Be(end.Path);
                        source.From(world.House.Now, end, reference).Select(found => found.Path).Should().Contain(link.Path, $"{end.Path} is an end of it");
                    }
                }

                foreach (var reference in source.Class.References)
                {
                    var ends = links.Select(link => link.End(reference)).DistinctBy(end => (end.Namespace, end.Target.Path));
                    ends.SelectMany(end => source.From(world.House.Now, end.Target, reference)).Should().HaveCount(links.Count, $"{source.Class.Name}.{reference.Name}");
                }
            }
        }
    }

    [Fact]
    public async Task A_snapshot_is_settings_and_no_machine()
    {
        await using var world = await FurnishAsync();
        var snapshot = world.House.Now.All<Vm>().Single(vm => vm.IsASnapshot);
        var caller = world.Caller();

        world.Service.EnumerateInstances(caller, "Xen_ComputerSystem").Should().NotContain(one => one["Name"].Text == snapshot.Id.ToString());
        world.Service.EnumerateInstances(caller, "Xen_ComputerSystemTemplate").Should().NotContain(one => one["VirtualSystemIdentifier"].Text == snapshot.Id.ToString());
        var machine = world.Service.EnumerateInstances(caller, "Xen_ComputerSystem").Single(one => one["Name"].Text == snapshot.SnapshotOf.ToString());
        foreach (var association in new[] { "Xen_SnapshotOfVirtualSystem", "Xen_MostCurrentSnapshotInBranch" })
        {
            world.Service.Associators(caller, machine.Path, new(association, null, null, null)).Should().ContainSingle().Which.Instance["InstanceID"].Text.Should().Be($"Xen:{snapshot.Id}");
        }

        var settings = world.Service.EnumerateInstances(caller, "Xen_ComputerSystemSnapshot").Single();
        world.Service.Associators(caller, settings.Path, new("Xen_VirtualSystemSettingDataComponent", null, null, null)).Select(found => found.Instance.Class.Name)
            .Should().BeEquivalentTo("Xen_ProcessorSettingData", "Xen_MemorySettingData");
    }

    [Fact]
    public async Task Devices_belong_to_machines_and_none_to_templates()
    {
        await using var world = await FurnishAsync();
        var caller = world.Caller();
        foreach (var device in world.Service.EnumerateInstances(caller, "CIM_LogicalDevice").Where(device => device["SystemCreationClassName"].Text == "Xen_ComputerSystem"))
        {
            world.Service.Associators(caller, device.Path, new("CIM_SystemDevice", "CIM_ComputerSystem", "PartComponent", "GroupComponent"))
                .Should().ContainSingle(device.Path.ToString()).Which.Instance["Name"].Text.Should().Be(device["SystemName"].Text);
        }
    }

    [Fact]
    public async Task A_client_walks_from_a_profile_to_the_settings_of_a_machine()
    {
        await using var world = await FurnishAsync();
        var profile = world.Service.EnumerateInstances(world.Caller("interop"), "CIM_RegisteredProfile").Single(one => one["RegisteredName"].Text == "System Virtualization");

        var hosts = Walk(world, "interop", profile, "CIM_ElementConformsToProfile", "CIM_ComputerSystem");
        var machines = hosts.SelectMany(host => Walk(world, "root/xen", host, "CIM_HostedDependency", "Xen_ComputerSystem")).ToList();
        var settings = machines.SelectMany(machine => Walk(world, "root/xen", machine, "CIM_SettingsDefineState", "CIM_VirtualSystemSettingData")).ToList();
        var parts = settings.SelectMany(setting => Walk(world, "root/xen", setting, "CIM_VirtualSystemSettingDataComponent", "CIM_ResourceAllocationSettingData")).ToList();

        hosts.Should().ContainSingle();
        machines.Should().HaveCount(world.House.Now.All<Vm>().Count(vm => !vm.IsATemplate));
        settings.Should().HaveSameCount(machines);
        parts.Select(part => part.Class.Name).Distinct().Should().BeEquivalentTo(
            "Xen_ProcessorSettingData", "Xen_MemorySettingData", "Xen_DiskSettingData", "Xen_NetworkPortSettingData", "Xen_ConsoleSettingData", "Xen_GenericDeviceSettingData");
    }

    [Fact]
    public async Task The_example_of_the_document_is_served_as_it_says()
    {
        await using var world = await FurnishAsync();
        var document = File.ReadAllText(Path.Combine(SourceTree.Root, "mof", "README.md"));
        var example = document.Split("```mof", 2)[1].Split("```", 2)[0];

        var import = await world.Cim.ImportAsync(new MofTexts(new Dictionary<string, string> { ["example.mof"] = example }), "example.mof", "root/xen");

        import.Diagnostics.Select(one => one.ToString()).Concat(import.Faults).Should().BeEmpty();
        var machines = world.Service.EnumerateInstances(world.Caller(), "Acme_Machine").ToList();
        machines.Should().HaveCount(world.House.Now.All<Vm>().Count(vm => !vm.IsATemplate));
        machines.Where(machine => machine["State"].ToString() == "1").Should().AllSatisfy(machine => Walk(world, "root/xen", machine, "Acme_RunsOn", "Xen_HostComputerSystem").Should().ContainSingle());
        machines.Where(machine => machine["Where"].Text == "nowhere").Should().ContainSingle().Which["DiskBytes"].ToString().Should().Be($"{2 * Workshop.MiB}");
    }

    private static List<Instance> Walk(CimWorld world, string space, Instance from, string association, string result) =>
        [.. world.Service.Associators(world.Caller(space), from.Path, new(association, result)).Select(found => found.Instance)];

    // No call of the classic API makes a snapshot: this is how a later door's look in the store.
    private static Task SnapshotAsync(CimWorld world, Ref<Vm> pattern)
    {
        var vm = world.House.Now.All<Vm>().First(found => found is { IsControlDomain: false, IsATemplate: false });
        var snapshot = world.House.Now.Get(pattern) with
        {
            Id = Guid.NewGuid(), NameLabel = "before", IsASnapshot = true, SnapshotOf = new(vm.Id), SnapshotTime = world.House.Engine.Time.GetUtcNow(), Metrics = default, GuestMetrics = default,
        };
        return world.House.Engine.Store.CommitAsync(changes =>
        {
            changes.Add(snapshot);
            changes.Put(changes.Get(new Ref<Vm>(vm.Id)) with { Parent = new(snapshot.Id) });
        });
    }

    private static async Task<CimWorld> FurnishAsync()
    {
        var world = await CimWorld.StartAsync(SimulatedWorld.Parse("vms=2,hosts=1,seed=7,timings=instant"));
        var shop = new Workshop(world.House);
        foreach (var starts in new[] { true, false })
        {
            var vm = await shop.VmAsync();
            await shop.DiskAsync(vm, await shop.ImageAsync());
            await shop.DiskAsync(vm, await shop.ImageAsync(isReadOnly: true), VbdMode.ReadOnly, VbdType.Cd);
            await shop.DiskAsync(vm, default, VbdMode.ReadOnly, VbdType.Cd);
            await shop.NicAsync(vm);
            await ConsoleCalls.Create(shop.Caller, new XenConsole { Id = Guid.NewGuid(), Vm = vm, Protocol = ConsoleProtocol.Vt100 });
            if (starts)
            {
                await VtpmCalls.Create(shop.Caller, new Vtpm { Id = Guid.NewGuid(), Vm = vm, Backend = new(Guid.Empty) });
                await DpciCalls.Create(shop.Caller, new Dpci { Id = Guid.NewGuid(), Vm = vm, Ppci = new(world.House.Now.All<Ppci>().Single(pci => pci.Name == "0000:06:00.0").Id), HotplugSlot = 7 });
                await shop.StartAsync(vm);
            }
        }

        var template = await world.Life.CreateAsync(vm => vm with { IsATemplate = true });
        await shop.DiskAsync(template, await shop.ImageAsync());
        await shop.NicAsync(template);
        await world.House.Engine.Store.CommitAsync(changes => changes.Put(new XenTask { Id = Guid.NewGuid(), NameLabel = "VM.start", Status = TaskStatusType.Success, Progress = 100 }));
        await SnapshotAsync(world, template);
        await world.House.Engine.MeasureAsync(XenModel.Classes);
        return world;
    }
}
