using Hypervisor.Native;

namespace XenCim.Tests.Hypervisor;

/// <summary>What every hypervisor does that keeps the contract: devices, pools, bridges, messages.</summary>
public abstract class DeviceConformance
{
    private protected abstract Task<HypervisorBench> StartAsync();

    [Fact]
    public async Task Disks_and_interfaces_come_and_go()
    {
        await using var bench = await StartAsync();
        var hypervisor = bench.Hypervisor;
        var domain = await bench.CreateAsync(HypervisorBench.Config());
        var bridge = hypervisor.Facts.Nics[0].Bridge;

        (await hypervisor.AttachAsync(domain.Id, HypervisorBench.Disk("xvdb", bench.File("disk")))).Should().NotBeEmpty();
        (await hypervisor.AttachAsync(domain.Id, new NicConfig("0", "00:16:3e:00:00:01", 1500, bridge))).Should().NotBeEmpty();

        var sample = hypervisor.Sample(domain.Id)!;
        sample.Disks.Should().ContainKey("xvdb");
        sample.Nics.Should().ContainKey("0");
        await bench.RefusesAsync(() => hypervisor.AttachAsync(domain.Id, HypervisorBench.Disk("xvdb", bench.File("other"))), HypervisorFault.Busy);
        await bench.RefusesAsync(() => hypervisor.AttachAsync(domain.Id, new NicConfig("0", "00:16:3e:00:00:02", 1500, bridge)), HypervisorFault.Busy);
        await hypervisor.DetachAsync(domain.Id, DeviceKind.Disk, "xvdb");
        await hypervisor.DetachAsync(domain.Id, DeviceKind.Nic, "0");
        hypervisor.Find(domain.Id)!.Config.Should().Match<DomainConfig>(c => c.Disks.Count == 0 && c.Nics.Count == 0);
        await bench.RefusesAsync(() => hypervisor.DetachAsync(domain.Id, DeviceKind.Disk, "xvdb"), HypervisorFault.NotFound);
    }

    [Fact]
    public async Task A_drive_takes_another_medium()
    {
        await using var bench = await StartAsync();
        var drive = new DiskConfig("hdc", "", "raw", true, true, false);
        var domain = await bench.CreateAsync(HypervisorBench.Config() with { Disks = [drive] });

        await bench.Hypervisor.AttachAsync(domain.Id, drive with { Path = bench.File("cd") });

        bench.Hypervisor.Find(domain.Id)!.Config.Disks.Should().Equal(drive with { Path = bench.File("cd") });
    }

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(false, true, false)]
    [InlineData(true, false, false)]
    [InlineData(true, true, true)]
    public async Task An_image_that_somebody_writes_to_is_nobody_elses(bool firstReads, bool secondReads, bool isRight)
    {
        await using var bench = await StartAsync();
        await bench.CreateAsync(HypervisorBench.Config("first") with { Disks = [HypervisorBench.Disk("xvda", bench.File("disk"), firstReads)] });
        var second = HypervisorBench.Config("second") with { Disks = [HypervisorBench.Disk("xvda", bench.File("disk"), secondReads)] };

        if (isRight)
        {
            await bench.CreateAsync(second);
        }
        else
        {
            await bench.RefusesAsync(() => bench.CreateAsync(second), HypervisorFault.Busy);
        }
    }

    [Fact]
    public async Task An_image_that_all_share_is_everybodys()
    {
        await using var bench = await StartAsync();
        var disk = HypervisorBench.Disk("xvda", bench.File("disk"), isShareable: true);
        await bench.CreateAsync(HypervisorBench.Config("first") with { Disks = [disk] });

        await bench.CreateAsync(HypervisorBench.Config("second") with { Disks = [disk] });

        await bench.RefusesAsync(() => bench.CreateAsync(HypervisorBench.Config("third") with { Disks = [disk with { IsShareable = false }] }), HypervisorFault.Busy);
    }

    [Fact]
    public async Task A_PCI_device_belongs_to_one_domain()
    {
        await using var bench = await StartAsync();
        var hypervisor = bench.Hypervisor;
        var pci = new PciConfig(hypervisor.Facts.Pcis[^1].Address, -1, new Dictionary<string, string>());
        var first = await bench.CreateAsync(HypervisorBench.Config("first") with { Pcis = [pci] });
        var second = await bench.CreateAsync(HypervisorBench.Config("second"));

        await bench.RefusesAsync(() => hypervisor.AttachAsync(second.Id, pci), HypervisorFault.Busy);
        await bench.RefusesAsync(() => hypervisor.AttachAsync(first.Id, pci), HypervisorFault.Busy);
        await bench.RefusesAsync(() => hypervisor.AttachAsync(second.Id, pci with { Address = "ffff:ff:1f.7" }), HypervisorFault.NotFound);
        await hypervisor.DetachAsync(first.Id, DeviceKind.Pci, pci.Address);
        await hypervisor.AttachAsync(second.Id, pci);
        hypervisor.Find(second.Id)!.Config.Pcis.Should().ContainSingle();
    }

    [Fact]
    public async Task A_SCSI_device_belongs_to_one_domain()
    {
        await using var bench = await StartAsync();
        var hypervisor = bench.Hypervisor;
        var scsi = new ScsiConfig("0:0:0:0", hypervisor.Facts.Scsis[^1].Address);
        var first = await bench.CreateAsync(HypervisorBench.Config("first") with { Scsis = [scsi] });
        var second = await bench.CreateAsync(HypervisorBench.Config("second"));

        await bench.RefusesAsync(() => hypervisor.AttachAsync(second.Id, scsi), HypervisorFault.Busy);
        await bench.RefusesAsync(() => hypervisor.AttachAsync(second.Id, scsi with { PhysicalAddress = "99:9:9:9" }), HypervisorFault.NotFound);
        await hypervisor.DetachAsync(first.Id, DeviceKind.Scsi, scsi.Address);
        await hypervisor.AttachAsync(second.Id, scsi);
    }

    [Fact]
    public async Task A_CPU_is_free_or_in_one_pool()
    {
        await using var bench = await StartAsync();
        var hypervisor = bench.Hypervisor;
        var first = hypervisor.Pools().Should().ContainSingle(pool => pool.Id == hypervisor.Facts.DefaultPool).Which;
        var pool = new PoolConfig(Guid.NewGuid(), "fast", hypervisor.Facts.Schedulers[0], [first.Cpus[^1]]);
        var other = first.Cpus[^2];

        await bench.RefusesAsync(() => hypervisor.CreatePoolAsync(pool), HypervisorFault.Busy);
        await hypervisor.RemoveCpuAsync(first.Id, pool.Cpus[0]);
        await bench.RefusesAsync(() => hypervisor.CreatePoolAsync(pool with { Scheduler = "none such" }), HypervisorFault.Unsupported);
        await bench.RefusesAsync(() => hypervisor.CreatePoolAsync(pool with { Cpus = [100_000] }), HypervisorFault.Invalid);
        await hypervisor.CreatePoolAsync(pool);
        await bench.RefusesAsync(() => hypervisor.AddCpuAsync(pool.Id, other), HypervisorFault.Busy);
        await hypervisor.RemoveCpuAsync(first.Id, other);
        await hypervisor.AddCpuAsync(pool.Id, other);
        hypervisor.Pools().Single(p => p.Id == pool.Id).Cpus.Should().Equal(other, pool.Cpus[0]);
        await hypervisor.RemoveCpuAsync(pool.Id, other);
        await bench.RefusesAsync(() => hypervisor.RemoveCpuAsync(pool.Id, other), HypervisorFault.NotFound);
        await bench.RefusesAsync(() => hypervisor.RemoveCpuAsync(pool.Id, pool.Cpus[0]), HypervisorFault.BadState);
        await bench.RefusesAsync(() => hypervisor.DestroyPoolAsync(first.Id), HypervisorFault.BadState);
        await hypervisor.DestroyPoolAsync(pool.Id);
        await bench.RefusesAsync(() => hypervisor.AddCpuAsync(pool.Id, other), HypervisorFault.NotFound);
        await hypervisor.AddCpuAsync(first.Id, other);
        await hypervisor.AddCpuAsync(first.Id, pool.Cpus[0]);
        hypervisor.Pools().Single().Cpus.Should().BeEquivalentTo(first.Cpus);
    }

    [Fact]
    public async Task A_pool_with_domains_stays()
    {
        await using var bench = await StartAsync();
        var hypervisor = bench.Hypervisor;
        var first = hypervisor.Pools().Single();
        var pool = new PoolConfig(Guid.NewGuid(), "fast", hypervisor.Facts.Schedulers[0], [first.Cpus[^1]]);
        await hypervisor.RemoveCpuAsync(first.Id, pool.Cpus[0]);
        await hypervisor.CreatePoolAsync(pool);
        var domain = await bench.CreateAsync(HypervisorBench.Config() with { Pool = pool.Id });

        domain.Pool.Should().Be(pool.Id);
        await bench.RefusesAsync(() => hypervisor.DestroyPoolAsync(pool.Id), HypervisorFault.BadState);
        await bench.RefusesAsync(() => hypervisor.MoveToPoolAsync(domain.Id, Guid.NewGuid()), HypervisorFault.NotFound);
        await hypervisor.MoveToPoolAsync(domain.Id, first.Id);
        hypervisor.Find(domain.Id)!.Pool.Should().Be(first.Id);
        await hypervisor.DestroyPoolAsync(pool.Id);
        await bench.RefusesAsync(() => bench.CreateAsync(HypervisorBench.Config() with { Pool = pool.Id }), HypervisorFault.NotFound);
    }

    [Fact]
    public async Task A_bridge_stays_while_something_is_joined_to_it()
    {
        await using var bench = await StartAsync();
        var hypervisor = bench.Hypervisor;
        var nic = new NicConfig("0", "00:16:3e:00:00:01", 1500, "inner0");
        await bench.RefusesAsync(() => bench.CreateAsync(HypervisorBench.Config() with { Nics = [nic] }), HypervisorFault.NotFound);
        await hypervisor.MakeBridgeAsync("inner0");
        await hypervisor.MakeBridgeAsync("inner0");
        var domain = await bench.CreateAsync(HypervisorBench.Config() with { Nics = [nic] });

        await bench.RefusesAsync(() => hypervisor.RemoveBridgeAsync("inner0"), HypervisorFault.Busy);
        await hypervisor.DetachAsync(domain.Id, DeviceKind.Nic, "0");
        await hypervisor.PlugNicAsync(new(hypervisor.Facts.Nics[0].Device, 5, "00:16:3e:00:00:02", 1500, "inner0"));
        await bench.RefusesAsync(() => hypervisor.RemoveBridgeAsync("inner0"), HypervisorFault.Busy);
        await hypervisor.UnplugNicAsync(hypervisor.Facts.Nics[0].Device, 5);
        await hypervisor.RemoveBridgeAsync("inner0");
        await hypervisor.RemoveBridgeAsync("inner0");
        await bench.RefusesAsync(() => hypervisor.AttachAsync(domain.Id, nic), HypervisorFault.NotFound);
        await bench.RefusesAsync(() => hypervisor.PlugNicAsync(new("none9", null, "", 1500, "inner0")), HypervisorFault.NotFound);
    }

    [Fact]
    public async Task Debug_keys_are_answered_in_the_message_buffer()
    {
        await using var bench = await StartAsync();
        (await bench.Hypervisor.ReadMessagesAsync(clear: true)).Should().NotBeEmpty();
        (await bench.Hypervisor.ReadMessagesAsync(clear: false)).Should().BeEmpty();

        await bench.Hypervisor.SendDebugKeysAsync("h");

        (await bench.Hypervisor.ReadMessagesAsync(clear: false)).Should().Contain("'h' pressed");
        await bench.RefusesAsync(() => bench.Hypervisor.SendDebugKeysAsync("\u0001"), HypervisorFault.Invalid);
    }

    [Fact]
    public async Task A_host_tells_what_it_is_made_of()
    {
        await using var bench = await StartAsync();
        var facts = bench.Hypervisor.Facts;

        facts.Cpus.Select(cpu => cpu.Number).Should().Equal(Enumerable.Range(0, facts.Nodes * facts.SocketsPerNode * facts.CoresPerSocket * facts.ThreadsPerCore));
        facts.Capabilities.Should().Contain("xen-3.0-x86_64");
        facts.Versions.Should().ContainKeys("Xen", "xen_major", "xen_minor", "xen_extra");
        facts.Schedulers.Should().Contain(facts.Scheduler);
        var sample = bench.Hypervisor.Sample();
        sample.CpuLoad.Should().HaveCount(facts.Cpus.Count).And.OnlyContain(load => load >= 0 && load <= 1);
        sample.FreeMemoryBytes.Should().BeInRange(1, facts.MemoryBytes);
        sample.Nics.Keys.Should().BeEquivalentTo(facts.Nics.Select(nic => nic.Device));
    }
}
