using CsCheck;
using XenApi.Core.Devices;
using XenApi.Core.Faults;
using XenApi.Core.Memory;

namespace XenCim.Tests.Devices;

public sealed class MacAddressTests
{
    [Theory]
    [InlineData("00:16:3E:AA:0b:01", "00:16:3e:aa:0b:01")]
    [InlineData("00-16-3e-aa-0b-01", "00:16:3e:aa:0b:01")]
    public void An_address_has_one_form(string given, string canonical) => MacAddress.Canonical(given).Should().Be(canonical);

    [Theory]
    [InlineData("")]
    [InlineData("00:16:3e:aa:0b")]
    [InlineData("00:16:3e:aa:0b:01:02")]
    [InlineData("00:16:3e:aa:0b:g1")]
    [InlineData("00:16:3e:aa:0b: 1")]
    [InlineData("00.16.3e.aa.0b.01")]
    [InlineData("01:16:3e:aa:0b:01")]
    [InlineData("ff:ff:ff:ff:ff:ff")]
    [InlineData("00:00:00:00:00:00")]
    public void What_is_no_address_of_one_interface_is_refused(string given) =>
        FluentActions.Invoking(() => MacAddress.Canonical(given)).Should().Throw<ApiError>().Where(e => e.Code == "VALUE_NOT_SUPPORTED");

    [Fact]
    public void A_canonical_address_stays_as_it_is() =>
        Gen.Byte.Array[5].Sample(octets =>
        {
            var address = "52:" + string.Join(':', octets.Select(o => $"{o:x2}"));
            return MacAddress.Canonical(address) == address && MacAddress.Canonical(address.ToUpperInvariant()) == address;
        });

    [Fact]
    public void An_address_that_is_made_up_is_of_Xens_range_and_valid()
    {
        var address = MacAddress.Random(Snapshot.Empty);

        address.Should().StartWith("00:16:3e:");
        MacAddress.Canonical(address).Should().Be(address);
    }
}
