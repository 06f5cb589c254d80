using Hypervisor.Native;
using Hypervisor.Native.Simulated;

namespace XenCim.Tests.Hypervisor;

/// <summary>Failures that a test orders.</summary>
public sealed class SimulatedFaultTests : IAsyncDisposable
{
    private readonly SimulatedHypervisor hypervisor = SimulatedWorld.Instant.Start(null, TimeProvider.System)[0];
    private readonly HypervisorBench bench;

    public SimulatedFaultTests() => bench = new(hypervisor);

    public static TheoryData<SimulatedOperation, double> EachOperation
    {
        get
        {
            var all = new TheoryData<SimulatedOperation, double>();
            foreach (var operation in Enum.GetValues<SimulatedOperation>())
            {
                all.Add(operation, 0);
                all.Add(operation, 1);
            }

            return all;
        }
    }

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Theory]
    [MemberData(nameof(EachOperation))]
    public async Task An_order_that_fails_has_changed_nothing_and_works_the_next_time(SimulatedOperation operation, double at)
    {
        var order = await OrderAsync(operation);
        hypervisor.InjectFault(new(operation, HypervisorFault.Transient) { At = at, Message = "as ordered" });

        (await bench.RefusesAsync(order, HypervisorFault.Transient)).Message.Should().Be("as ordered");

        await this.Awaiting(_ => order()).Should().NotThrowAsync();
    }

    [Fact]
    public async Task So_many_orders_fail_after_so_many_that_do_not()
    {
        hypervisor.InjectFault(new(SimulatedOperation.Create, HypervisorFault.Failed) { After = 2, Times = 3 });

        var went = new List<bool>();
        for (var i = 0; i < 7; i++)
        {
            went.Add(await bench.CreateAsync(HypervisorBench.Config()).ContinueWith(made => made.IsCompletedSuccessfully, TaskScheduler.Default));
        }

        went.Should().Equal(true, true, false, false, false, true, true);
    }

    [Fact]
    public async Task A_fault_meets_the_domain_it_is_meant_for()
    {
        var (one, other) = (await bench.CreateAsync(HypervisorBench.Config()), await bench.CreateAsync(HypervisorBench.Config()));
        hypervisor.InjectFault(new(SimulatedOperation.Pause, HypervisorFault.Failed) { Subject = other.Id });

        await hypervisor.PauseAsync(one.Id);

        await bench.RefusesAsync(() => hypervisor.PauseAsync(other.Id), HypervisorFault.Failed);
    }

    [Fact]
    public async Task Faults_of_the_description_meet_the_host_they_are_meant_for()
    {
        var world = SimulatedWorld.Instant with
        {
            Hosts = [new() { Name = "a" }, new() { Name = "b" }],
            Faults = [new(SimulatedOperation.ReadMessages, HypervisorFault.Unsupported) { Host = "b" }],
        };
        var hosts = world.Start(null, TimeProvider.System);

        await hosts[0].ReadMessagesAsync(clear: false);

        await hosts[1].Awaiting(host => host.ReadMessagesAsync(clear: false)).Should().ThrowAsync<HypervisorException>();
    }

    // Each order, ready to be given.
    private async Task<Func<Task>> OrderAsync(SimulatedOperation operation)
    {
        var (disk, bridge) = (HypervisorBench.Disk("xvdb", bench.File("disk")), hypervisor.Facts.Nics[0].Bridge);
        var config = HypervisorBench.Config() with { MaxMemoryBytes = 128 << 20, Disks = [HypervisorBench.Disk("xvda", bench.File("first"))] };
        var id = (await bench.CreateAsync(config)).Id;
        var first = hypervisor.Pools().Single();
        var free = first.Cpus[^1];
        await hypervisor.RemoveCpuAsync(first.Id, free);
        var pool = new PoolConfig(Guid.NewGuid(), "fast", "credit", [free]);
        var device = hypervisor.Facts.Nics[0].Device;
        switch (operation)
        {
            case SimulatedOperation.Preserve:
                hypervisor.Crash(id);
                break;
            case SimulatedOperation.ReadSaved or SimulatedOperation.Restore:
                await bench.SaveAsync(id, bench.File("saved"));
                break;
            case SimulatedOperation.DestroyPool or SimulatedOperation.MoveToPool:
                await hypervisor.CreatePoolAsync(pool);
                break;
        }

        return operation switch
        {
            SimulatedOperation.Create => () => bench.CreateAsync(HypervisorBench.Config() with { Disks = [disk] }),
            SimulatedOperation.Pause => () => hypervisor.PauseAsync(id),
            SimulatedOperation.Unpause => () => hypervisor.UnpauseAsync(id),
            SimulatedOperation.RequestShutdown => () => hypervisor.RequestShutdownAsync(id, ShutdownRequest.PowerOff),
            SimulatedOperation.Destroy => () => hypervisor.DestroyAsync(id),
            SimulatedOperation.Save => () => bench.SaveAsync(id, bench.File("saved")),
            SimulatedOperation.ReadSaved => () => hypervisor.ReadSavedAsync(bench.File("saved")),
            SimulatedOperation.Restore => () => bench.RestoreAsync(config, bench.File("saved")),
            SimulatedOperation.Dump => () => bench.DumpAsync(id, bench.File("dumped")),
            SimulatedOperation.Preserve => () => hypervisor.PreserveAsync(id, Guid.NewGuid(), "aside"),
            SimulatedOperation.Migrate => () => bench.MigrateAsync(id, live: false),
            SimulatedOperation.SetMemoryTarget => () => hypervisor.SetMemoryTargetAsync(id, 100 << 20),
            SimulatedOperation.SetVcpus => () => hypervisor.SetVcpusAsync(id, 2),
            SimulatedOperation.SetScheduling => () => hypervisor.SetSchedulingAsync(id, new(1, 1)),
            SimulatedOperation.PinVcpu => () => hypervisor.PinVcpuAsync(id, 0, [1]),
            SimulatedOperation.SendSysRq => () => hypervisor.SendSysRqAsync(id, 'c'),
            SimulatedOperation.SendTrigger => () => hypervisor.SendTriggerAsync(id, Trigger.Reset, null),
            SimulatedOperation.Attach => () => hypervisor.AttachAsync(id, disk),
            SimulatedOperation.Detach => () => hypervisor.DetachAsync(id, DeviceKind.Disk, "xvda"),
            SimulatedOperation.CreatePool => () => hypervisor.CreatePoolAsync(pool),
            SimulatedOperation.DestroyPool => () => hypervisor.DestroyPoolAsync(pool.Id),
            SimulatedOperation.AddCpu => () => hypervisor.AddCpuAsync(first.Id, free),
            SimulatedOperation.RemoveCpu => () => hypervisor.RemoveCpuAsync(first.Id, 0),
            SimulatedOperation.MoveToPool => () => hypervisor.MoveToPoolAsync(id, pool.Id),
            SimulatedOperation.MakeBridge => () => hypervisor.MakeBridgeAsync("inner0"),
            SimulatedOperation.RemoveBridge => () => hypervisor.RemoveBridgeAsync("inner0"),
            SimulatedOperation.PlugNic => () => hypervisor.PlugNicAsync(new(device, 7, "00:16:3e:00:00:09", 1500, bridge)),
            SimulatedOperation.UnplugNic => () => hypervisor.UnplugNicAsync(device, null),
            SimulatedOperation.ReadMessages => () => hypervisor.ReadMessagesAsync(clear: true),
            SimulatedOperation.SendDebugKeys => () => hypervisor.SendDebugKeysAsync("q"),
            SimulatedOperation.StopHost => () => hypervisor.StopHostAsync(ShutdownRequest.Reboot),
            _ => throw new ArgumentOutOfRangeException(nameof(operation)),
        };
    }
}
