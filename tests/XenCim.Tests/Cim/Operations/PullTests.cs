using Cim.Provider.Operations;
using Microsoft.Extensions.Time.Testing;
using XenApi.Core.Declarations;
using static XenCim.Tests.Cim.Operations.ServedHouse;

namespace XenCim.Tests.Cim.Operations;

/// <summary>Enumerations that are pulled: what they give, when they end, and how many there may be.</summary>
public sealed class PullTests
{
    private const EnumerationKind Kind = EnumerationKind.InstancesWithPath;

    [Theory]
    [InlineData(0u, 1u)]
    [InlineData(1u, 1u)]
    [InlineData(1u, 2u)]
    [InlineData(100u, 1u)]
    public async Task All_that_an_enumeration_gives_is_pulled(uint first, uint next)
    {
        await using var served = await StartAsync();
        await CreateAsync(served, 4);
        var caller = served.Caller();
        var all = Systems(served, caller).ToList();
        var opened = Open(served, caller, first, shape: "shape");
        var found = opened.Found.ToList();

        found.Count.Should().Be((int)Math.Min(first, all.Count));
        opened.IsEnd.Should().Be(first >= all.Count);
        for (var isEnd = opened.IsEnd; !isEnd;)
        {
            served.Service.Count(caller, opened.Context!).Should().Be((ulong)(all.Count - found.Count));
            var batch = served.Service.Pull(caller, Kind, opened.Context!, next);
            batch.Found.Count.Should().BeInRange(1, (int)next);
            batch.Shape.Should().Be("shape");
            found.AddRange(batch.Found);
            isEnd = batch.IsEnd;
        }

        found.Select(one => one.Instance.Path).Should().Equal(all.Select(one => one.Instance.Path));
        if (opened.Context is { } context)
        {
            Status(() => served.Service.Pull(caller, Kind, context, 1)).Should().Be(CimStatus.InvalidEnumerationContext);
        }
    }

    [Fact]
    public async Task An_enumeration_is_read_from_one_snapshot()
    {
        await using var served = await StartAsync();
        await CreateAsync(served, 2);
        var opened = Open(served, served.Caller(), 0);
        var count = Systems(served, served.Caller()).Count();
        await CreateAsync(served, 2);

        served.Service.Pull(served.Caller(), Kind, opened.Context!, 100).Found.Should().HaveCount(count);
    }

    [Fact]
    public async Task Nothing_is_pulled_where_nothing_is_asked_for()
    {
        await using var served = await StartAsync();
        var opened = Open(served, served.Caller(), 0);

        var batch = served.Service.Pull(served.Caller(), Kind, opened.Context!, 0);

        batch.Found.Should().BeEmpty();
        batch.IsEnd.Should().BeFalse();
    }

    [Fact]
    public async Task An_enumeration_belongs_to_its_operation_account_and_namespace()
    {
        await using var served = await StartAsync();
        var context = Open(served, served.Caller(), 0).Context!;

        Status(() => served.Service.Pull(served.Caller(), EnumerationKind.InstancePaths, context, 1)).Should().Be(CimStatus.InvalidEnumerationContext);
        Status(() => served.Service.Pull(served.Caller("interop"), Kind, context, 1)).Should().Be(CimStatus.InvalidEnumerationContext);
        Status(() => served.Service.Pull(served.Caller("root/xen", Role.ReadOnly), Kind, context, 1)).Should().Be(CimStatus.InvalidEnumerationContext);
        Status(() => served.Service.Close(served.Caller("root/xen", Role.ReadOnly), context)).Should().Be(CimStatus.InvalidEnumerationContext);
        Status(() => served.Service.Count(served.Caller(), "none")).Should().Be(CimStatus.InvalidEnumerationContext);
        served.Service.Pull(served.Caller("root/cimv2"), Kind, context, 100).IsEnd.Should().BeTrue();
    }

    [Fact]
    public async Task What_is_closed_is_gone()
    {
        await using var served = await StartAsync();
        var context = Open(served, served.Caller(), 0).Context!;

        served.Service.Close(served.Caller(), context);

        Status(() => served.Service.Close(served.Caller(), context)).Should().Be(CimStatus.InvalidEnumerationContext);
    }

    [Fact]
    public async Task Who_waits_too_long_has_lost_it()
    {
        var time = new FakeTimeProvider();
        await using var served = await StartAsync(time: time);
        var context = Open(served, served.Caller(), 0, timeout: TimeSpan.FromSeconds(10)).Context!;
        time.Advance(TimeSpan.FromSeconds(9));
        served.Service.Pull(served.Caller(), Kind, context, 0);
        time.Advance(TimeSpan.FromSeconds(9));
        served.Service.Count(served.Caller(), context);
        time.Advance(TimeSpan.FromSeconds(10));

        Status(() => served.Service.Pull(served.Caller(), Kind, context, 1)).Should().Be(CimStatus.InvalidEnumerationContext);
    }

    [Fact]
    public async Task Open_enumerations_are_limited_and_old_ones_make_room()
    {
        var time = new FakeTimeProvider();
        await using var served = await StartAsync(time: time, limits: new() { OpenMost = 3, OpenOfAccountMost = 2 });
        var other = served.Caller("root/xen", Role.ReadOnly);
        Open(served, served.Caller(), 0);
        Open(served, served.Caller(), 0);
        Status(() => Open(served, served.Caller(), 0)).Should().Be(CimStatus.ServerLimitsExceeded);
        Open(served, other, 0);
        Status(() => Open(served, other, 0)).Should().Be(CimStatus.ServerLimitsExceeded);
        Open(served, served.Caller(), 100).IsEnd.Should().BeTrue();
        time.Advance(EnumerationLimits.Default.TimeoutUsual);

        Open(served, served.Caller(), 0).IsEnd.Should().BeFalse();
    }

    [Theory]
    [InlineData(0d, false, null, null, CimStatus.InvalidOperationTimeout)]
    [InlineData(100000d, false, null, null, CimStatus.InvalidOperationTimeout)]
    [InlineData(10d, true, null, null, CimStatus.ContinuationOnErrorNotSupported)]
    [InlineData(10d, false, "DMTF:FQL", null, CimStatus.InvalidParameter)]
    [InlineData(10d, false, null, "Cpus = 1", CimStatus.InvalidParameter)]
    [InlineData(10d, false, "WQL", "Cpus = 1", CimStatus.QueryLanguageNotSupported)]
    [InlineData(10d, false, "DMTF:FQL", "blah", CimStatus.InvalidQuery)]
    [InlineData(10d, false, "DMTF:FQL", "Cpus = 'one'", CimStatus.InvalidQuery)]
    public async Task What_cannot_be_opened_is_told(double seconds, bool continueOnError, string? language, string? filter, CimStatus expected)
    {
        await using var served = await StartAsync();
        var caller = served.Caller();

        Status(() => served.Service.Open(caller, Kind, Systems(served, caller), language, filter, TimeSpan.FromSeconds(seconds), continueOnError, 1)).Should().Be(expected);
    }

    [Fact]
    public async Task An_error_closes_the_enumeration()
    {
        await using var served = await StartAsync();
        await served.CreateAsync();
        var all = Systems(served, served.Caller());
        var filter = $"Name = '{all.First().Instance["Name"].Text}' OR Cpus = 'one'";
        var context = served.Service.Open(served.Caller(), Kind, all, "DMTF:FQL", filter, null, false, 0).Context!;

        Status(() => served.Service.Pull(served.Caller(), Kind, context, 1)).Should().Be(CimStatus.InvalidQuery);
        Status(() => served.Service.Pull(served.Caller(), Kind, context, 1)).Should().Be(CimStatus.InvalidEnumerationContext);
    }

    [Fact]
    public async Task A_filter_says_what_is_wanted()
    {
        await using var served = await StartAsync();
        await served.CreateAsync(vm => vm with { NameLabel = "one", VcpusMax = 3 });
        var caller = served.Caller();

        var opened = served.Service.Open(caller, Kind, Systems(served, caller), "dmtf:fql", "Label = 'one' AND ANY Numbers = 5", null, false, 100);
        opened.IsEnd.Should().BeTrue();
        opened.Found.Should().ContainSingle().Which.Instance["Cpus"].Integer.Should().Be(3);
        served.Service.Open(caller, Kind, Systems(served, caller), "DMTF:FQL", "Label = 'two'", null, false, 1).Should().BeEquivalentTo(new PullOpened(null, []));
    }

    private static async Task CreateAsync(ServedHouse served, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await served.CreateAsync();
        }
    }

    private static IEnumerable<FoundInstance> Systems(ServedHouse served, CimCaller caller) =>
        served.Service.EnumerateInstances(caller, "Test_System").Select(instance => new FoundInstance(caller.Namespace, instance));

    private static PullOpened Open(ServedHouse served, CimCaller caller, uint max, TimeSpan? timeout = null, object? shape = null) =>
        served.Service.Open(caller, Kind, Systems(served, caller), null, null, timeout, false, max, shape);

    private static CimStatus Status(Action act) => act.Should().Throw<CimException>().Which.Status;
}
