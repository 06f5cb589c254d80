using Hypervisor.Native;

namespace XenCim.Tests.Hypervisor;

/// <summary>What every hypervisor does that keeps the contract: saving, restoring, dumping, moving.</summary>
public abstract class TransferConformance
{
    private protected abstract Task<HypervisorBench> StartAsync();

    [Fact]
    public async Task A_saved_domain_ends_and_comes_back()
    {
        await using var bench = await StartAsync();
        var config = HypervisorBench.Config() with { Disks = [HypervisorBench.Disk("xvda", bench.File("disk"))] };
        var free = bench.FreeBytes;
        var first = await bench.CreateAsync(config);

        await bench.SaveAsync(config.Id, bench.File("saved"));

        bench.Hypervisor.Find(config.Id).Should().BeNull();
        bench.FreeBytes.Should().Be(free);
        new FileInfo(bench.File("saved")).Length.Should().BeGreaterThanOrEqualTo(config.MemoryBytes);
        var saved = await bench.Hypervisor.ReadSavedAsync(bench.File("saved"));
        saved.Should().BeEquivalentTo(config);
        var back = await bench.RestoreAsync(saved, bench.File("saved"), startPaused: true);
        back.Should().Match<Domain>(d => d.Id == config.Id && d.State == DomainState.Paused && d.Number != first.Number);
        await bench.RefusesAsync(() => bench.RestoreAsync(saved, bench.File("saved")), HypervisorFault.Busy);
    }

    [Fact]
    public async Task A_checkpoint_lets_the_domain_run_on()
    {
        await using var bench = await StartAsync();
        var domain = await bench.CreateAsync(HypervisorBench.Config());

        await bench.SaveAsync(domain.Id, bench.File("saved"), runOn: true);

        bench.Hypervisor.Find(domain.Id).Should().Match<Domain>(d => d.State == DomainState.Running && d.Number == domain.Number);
        (await bench.Hypervisor.ReadSavedAsync(bench.File("saved"))).Id.Should().Be(domain.Id);
    }

    [Fact]
    public async Task What_is_no_saved_domain_is_refused()
    {
        await using var bench = await StartAsync();
        var config = HypervisorBench.Config();
        await File.WriteAllTextAsync(bench.File("junk"), "This is a letter, and no saved domain.");

        await bench.RefusesAsync(() => bench.Hypervisor.ReadSavedAsync(bench.File("junk")), HypervisorFault.Invalid);
        await bench.RefusesAsync(() => bench.RestoreAsync(config, bench.File("junk")), HypervisorFault.Invalid);
        await bench.RefusesAsync(() => bench.Hypervisor.ReadSavedAsync(bench.File("nothing")), HypervisorFault.NotFound);
        await bench.RefusesAsync(() => bench.RestoreAsync(config, bench.File("nothing")), HypervisorFault.NotFound);
    }

    [Fact]
    public async Task A_saved_domain_that_was_cut_off_is_refused()
    {
        await using var bench = await StartAsync();
        var config = HypervisorBench.Config();
        await bench.CreateAsync(config);
        await bench.SaveAsync(config.Id, bench.File("saved"));
        await using (var file = File.OpenWrite(bench.File("saved")))
        {
            file.SetLength(config.MemoryBytes / 2);
        }

        await bench.RefusesAsync(() => bench.RestoreAsync(config, bench.File("saved")), HypervisorFault.Invalid);
    }

    [Fact]
    public async Task A_place_where_no_file_can_be_is_refused()
    {
        await using var bench = await StartAsync();
        var domain = await bench.CreateAsync(HypervisorBench.Config());

        await bench.RefusesAsync(() => bench.SaveAsync(domain.Id, bench.File("none/saved")), HypervisorFault.NotFound);
        await bench.RefusesAsync(() => bench.DumpAsync(domain.Id, bench.File("none/dumped")), HypervisorFault.NotFound);
        await bench.RefusesAsync(() => bench.SaveAsync(domain.Id, "saved"), HypervisorFault.Invalid);
        bench.Hypervisor.Find(domain.Id)!.State.Should().Be(DomainState.Running);
    }

    [Fact]
    public async Task A_dump_leaves_the_domain_as_it_is_and_is_no_saved_domain()
    {
        await using var bench = await StartAsync();
        var domain = await bench.CreateAsync(HypervisorBench.Config());

        await bench.DumpAsync(domain.Id, bench.File("dumped"));

        new FileInfo(bench.File("dumped")).Length.Should().BeGreaterThanOrEqualTo(domain.Config.MemoryBytes);
        bench.Hypervisor.Find(domain.Id).Should().Be(domain);
        await bench.RefusesAsync(() => bench.Hypervisor.ReadSavedAsync(bench.File("dumped")), HypervisorFault.Invalid);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_domain_that_moves_to_its_own_host_is_the_same_with_another_number(bool live)
    {
        await using var bench = await StartAsync();
        var domain = await bench.CreateAsync(HypervisorBench.Config() with { Disks = [HypervisorBench.Disk("xvda", bench.File("disk"))] });
        var free = bench.FreeBytes;

        var moved = await bench.MigrateAsync(domain.Id, "localhost", live);

        moved.Number.Should().NotBe(domain.Number);
        moved.Config.Should().BeEquivalentTo(domain.Config);
        bench.Hypervisor.Domains().Should().ContainSingle(d => d.Id == domain.Id).Which.State.Should().Be(DomainState.Running);
        bench.FreeBytes.Should().Be(free);
        await bench.RefusesAsync(() => bench.MigrateAsync(domain.Id, "a host that nobody knows"), HypervisorFault.NotFound);
    }

    [Fact]
    public async Task A_domain_that_moves_needs_its_memory_a_second_time()
    {
        await using var bench = await StartAsync();
        var most = bench.FreeBytes / 3 * 2 / 4096 * 4096;
        var domain = await bench.CreateAsync(HypervisorBench.Config() with { MemoryBytes = most, MaxMemoryBytes = most });

        await bench.RefusesAsync(() => bench.MigrateAsync(domain.Id), HypervisorFault.OutOfMemory);
    }
}
