using XenApi.Core.Devices;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenCim.Tests.Devices;

public sealed class NicRulesTests
{
    private const string Address = "00:16:3e:00:00:01";

    [Fact]
    public void An_interface_without_a_number_gets_the_next_one()
    {
        var draft = new Draft();
        Add(draft, "eth1");

        var given = Enumerable.Range(0, 3).Select(_ => Add(draft).Device);

        given.Should().Equal("0", "2", "3");
    }

    [Theory]
    [InlineData("0", "eth0")]
    [InlineData("eth0", "0")]
    [InlineData("0", "00")]
    public void Two_names_of_one_number_are_one_device(string first, string second)
    {
        var draft = new Draft();
        Add(draft, first);

        FluentActions.Invoking(() => Add(draft, second)).Should().Throw<ApiError>().Where(e => e.Code == "DEVICE_EXISTS_ERROR");
    }

    [Theory]
    [InlineData("eth")]
    [InlineData("-1")]
    [InlineData("256")]
    [InlineData("wlan0")]
    [InlineData("99999999999999999999")]
    public void What_is_no_number_is_refused(string device)
    {
        var draft = new Draft();

        FluentActions.Invoking(() => Add(draft, device)).Should().Throw<ApiError>().Where(e => e.Code == "VALUE_NOT_SUPPORTED");
    }

    [Theory]
    [InlineData(67)]
    [InlineData(65536)]
    [InlineData(-1)]
    public void What_is_no_packet_size_is_refused(long mtu)
    {
        var draft = new Draft();

        FluentActions.Invoking(() => Add(draft, mtu: mtu)).Should().Throw<ApiError>().Where(e => e.Code == "VALUE_NOT_SUPPORTED" && e.Parameters[0] == "VIF.MTU");
    }

    [Fact]
    public void What_the_domain_has_of_an_interface_cannot_be_set()
    {
        var draft = new Draft();
        var attached = draft.Put(Add(draft) with { CurrentlyAttached = true });

        FluentActions.Invoking(() => draft.Put(attached with { Mtu = 9000 })).Should().Throw<ApiError>().Where(e => e.Code == "OPERATION_NOT_ALLOWED");
        FluentActions.Invoking(() => draft.Put(attached with { Mac = "00:16:3e:00:00:02" })).Should().Throw<ApiError>();
        FluentActions.Invoking(() => draft.Put(attached with { Device = "7" })).Should().Throw<ApiError>();
        draft.Put(attached with { QosAlgorithmParams = Map.Of(("kbps", "100")) }).QosAlgorithmParams.Count.Should().Be(1);
    }

    [Theory]
    [InlineData("kbps", "0")]
    [InlineData("kbps", "-1")]
    [InlineData("kbps", "4194304")]
    [InlineData("kbps", "fast")]
    [InlineData("timeslice_us", "999")]
    [InlineData("timeslice_us", "1000001")]
    public void A_limit_that_is_none_is_refused(string name, string value)
    {
        var draft = new Draft();
        var limited = draft.Put(Add(draft) with { QosAlgorithmType = "ratelimit", QosAlgorithmParams = Map.Of(("kbps", "100")) });

        FluentActions.Invoking(() => draft.Put(limited with { QosAlgorithmParams = Map.Of(("kbps", name == "kbps" ? value : "100"), ("timeslice_us", name == "kbps" ? "50000" : value)) }))
            .Should().Throw<ApiError>().Where(e => e.Code == "VALUE_NOT_SUPPORTED" && e.Parameters[0] == $"VIF.qos_algorithm_params:{name}");
    }

    [Fact]
    public void The_algorithm_can_be_set_before_its_parameters()
    {
        var draft = new Draft();
        var nic = Add(draft);

        nic.QosSupportedAlgorithms.Should().Equal("ratelimit");
        SendingRate.Of(draft.Put(nic with { QosAlgorithmType = "ratelimit" })).Should().BeNull();
        FluentActions.Invoking(() => draft.Put(nic with { QosAlgorithmType = "ionice" })).Should().Throw<ApiError>().Where(e => e.Code == "VALUE_NOT_SUPPORTED");
    }

    private static Vif Add(Draft draft, string device = "", long mtu = 1500)
    {
        var made = new Vif { Id = Guid.NewGuid(), Vm = draft.Vm, Network = draft.Network, Device = device, Mac = Address, Mtu = mtu };
        NicPlug.Instance.Add(draft.Changes, made);
        return draft.Changes.Get(new Ref<Vif>(made.Id));
    }
}
