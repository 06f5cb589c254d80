using CsCheck;
using Hypervisor.Native;
using Hypervisor.Native.Simulated;

namespace XenCim.Tests.Hypervisor;

/// <summary>Whatever orders come, and however many at once, the books of a host agree.</summary>
public sealed class SimulatedOrderTests
{
    private const int Domains = 6;
    private const int Kinds = 13;

    private static readonly Gen<(int Kind, int Domain, int Number)[]> Orders = Gen.Select(Gen.Int[0, Kinds - 1], Gen.Int[0, Domains - 1], Gen.Int[0, 9]).Array[1, 60];

    [Fact]
    public Task Random_orders_leave_the_books_in_step() => Orders.SampleAsync(
        async orders =>
        {
            await using var bench = Small();
            foreach (var order in orders)
            {
                await GiveAsync(bench, order);
                Agree(bench);
            }
        },
        iter: 100);

    [Fact]
    public Task Orders_that_come_at_once_leave_the_books_in_step() => Orders.SampleAsync(
        async orders =>
        {
            await using var bench = Small();
            await Task.WhenAll(orders.Select(order => Task.Run(() => GiveAsync(bench, order)))).WaitAsync(HypervisorBench.Patience);
            Agree(bench);
        },
        iter: 50);

    [Fact]
    public async Task Memory_is_never_given_twice()
    {
        await using var bench = Small();
        var fitting = (int)(bench.FreeBytes / (256 << 20));

        var made = await Task.WhenAll(Enumerable.Range(0, fitting * 2).Select(_ => Task.Run(async () =>
        {
            try
            {
                await bench.CreateAsync(HypervisorBench.Config(memoryMiB: 256));
                return true;
            }
            catch (HypervisorException e) when (e.Fault == HypervisorFault.OutOfMemory)
            {
                return false;
            }
        })));

        made.Count(done => done).Should().Be(fitting);
    }

    // Memory for a few domains, so that it runs out, and one disk and one device to quarrel about.
    private static HypervisorBench Small() => new(
        (SimulatedWorld.Instant with { Hosts = [new() { MemoryMiB = 2048, CoresPerSocket = 4 }] }).Start(null, TimeProvider.System)[0]);

    private static Guid Id(int number) => new(number, 1, 0, [0, 0, 0, 0, 0, 0, 0, 1]);

    private static void Agree(HypervisorBench bench)
    {
        var (hypervisor, facts) = (bench.Hypervisor, bench.Hypervisor.Facts);
        var domains = hypervisor.Domains();
        bench.FreeBytes.Should().Be(facts.MemoryBytes - (1L << 30) - domains.Sum(domain => domain.Config.MemoryBytes));
        domains.Select(domain => domain.Number).Should().OnlyHaveUniqueItems();
        domains.SelectMany(domain => domain.Config.Disks).Where(disk => !disk.IsReadOnly).Select(disk => disk.Path).Should().OnlyHaveUniqueItems();
        domains.SelectMany(domain => domain.Config.Pcis).Select(pci => pci.Address).Should().OnlyHaveUniqueItems();
        var pools = hypervisor.Pools();
        pools.SelectMany(pool => pool.Cpus).Should().OnlyHaveUniqueItems().And.OnlyContain(cpu => cpu >= 0 && cpu < facts.Cpus.Count);
        pools.Should().OnlyContain(pool => pool.Cpus.Count > 0);
        domains.Select(domain => domain.Pool).Should().BeSubsetOf(pools.Select(pool => pool.Id));
        hypervisor.Sample().CpuLoad.Should().OnlyContain(load => load >= 0 && load <= 1);
    }

    private static async Task GiveAsync(HypervisorBench bench, (int Kind, int Domain, int Number) order)
    {
        var (hypervisor, id, number) = (bench.Hypervisor, Id(order.Domain), order.Number);
        var (first, second) = (hypervisor.Facts.DefaultPool, Id(100));
        var config = HypervisorBench.Config($"guest-{order.Domain}", 64 * (1 + number)) with { Id = id, Pool = number == 9 ? second : null };
        try
        {
            await (order.Kind switch
            {
                0 or 1 => bench.CreateAsync(config with { MaxMemoryBytes = 1 << 30 }, startPaused: number % 2 == 0),
                2 => hypervisor.DestroyAsync(id),
                3 => hypervisor.SetMemoryTargetAsync(id, (long)(1 + number) * (100 << 20)),
                4 => hypervisor.AttachAsync(id, HypervisorBench.Disk("xvdb", "/one", isReadOnly: number > 7)),
                5 => hypervisor.DetachAsync(id, DeviceKind.Disk, "xvdb"),
                6 => hypervisor.AttachAsync(id, new PciConfig(hypervisor.Facts.Pcis[0].Address, -1, new Dictionary<string, string>())),
                7 => bench.MigrateAsync(id, live: number % 2 == 0),
                8 => hypervisor.SendSysRqAsync(id, 'c'),
                9 => hypervisor.PreserveAsync(id, Id(1000 + order.Domain), "aside"),
                10 => number < 5 ? hypervisor.RemoveCpuAsync(first, number) : hypervisor.AddCpuAsync(number < 8 ? first : second, number - 5),
                11 => number < 5 ? hypervisor.CreatePoolAsync(new(second, "fast", "credit", [number % 4])) : hypervisor.DestroyPoolAsync(second),
                _ => hypervisor.MoveToPoolAsync(id, number < 5 ? first : second),
            });
        }
        catch (HypervisorException)
        {
            // Many are refused: what they leave behind is looked at.
        }
    }
}
