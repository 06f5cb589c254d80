using XenApi.Core.Faults;
using XenApi.Core.Moving;
using XenApi.Core.Values;

namespace XenCim.Tests.Moving;

public sealed class AddressTests
{
    [Theory]
    [InlineData("there", "ssh there")]
    [InlineData("there.example", "ssh there.example")]
    [InlineData("admin@there", "ssh admin@there")]
    [InlineData("ssh://there", "ssh there")]
    [InlineData("ssh://admin@there.example:2022/", "ssh admin@there.example:2022")]
    [InlineData("ssh://[fd00::1]:22", "ssh fd00::1:22")]
    [InlineData("fd00::1", "ssh fd00::1")]
    [InlineData("192.0.2.1:2022", "ssh 192.0.2.1:2022")]
    [InlineData("tls://there", "tls there")]
    [InlineData("tls://127.0.0.1:8003", "tls 127.0.0.1:8003")]
    [InlineData("-oProxyCommand=x", null)]
    [InlineData("ssh://-oProxyCommand=x", null)]
    [InlineData("ssh://-l@there", null)]
    [InlineData("ssh://there:0", null)]
    [InlineData("ssh://there:65536", null)]
    [InlineData("ssh://there:", null)]
    [InlineData("ssh://", null)]
    [InlineData("tls://admin@there", null)]
    [InlineData("http://there", null)]
    [InlineData("there;reboot", null)]
    [InlineData("there here", null)]
    [InlineData("", null)]
    public void An_address_says_how_a_host_is_reached(string text, string? read) => Written(MoveAddress.TryParse(text, MoveOptions.Of(default))).Should().Be(read);

    [Theory]
    [InlineData("there", "port=0 ssl=None node=-1 change_home_server=0", "ssh there")]
    [InlineData("there", "ssl=1", "tls there")]
    [InlineData("there", "ssl=True port=9000", "tls there:9000")]
    [InlineData("there", "port=2022 anything=else", "ssh there:2022")]
    [InlineData("ssh://there:2023", "port=2022 ssl=1", "ssh there:2023")]
    public void The_options_of_Xend_hold_where_the_address_says_nothing(string text, string options, string read)
    {
        var map = Map<string, string>.Of(options.Split(' ').Select(option => option.Split('=')).Select(pair => KeyValuePair.Create(pair[0], pair[1])));
        Written(MoveAddress.TryParse(text, MoveOptions.Of(map))).Should().Be(read);
    }

    [Theory]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("ssh")]
    public void A_port_that_is_none_is_told(string port) =>
        FluentActions.Invoking(() => MoveOptions.Of(Map.Of(("port", port)))).Should().Throw<ApiError>().Which.Message.Should().Contain("port");

    [Fact]
    public void Ssh_gets_the_host_as_a_host_and_asks_nobody()
    {
        var told = SshConnection.ArgumentsOf(new(false, "there", 2022, "admin"), new() { Arguments = ["-i", "/etc/xencim/key"] });
        told.Should().ContainInConsecutiveOrder("-p", "2022", "-i", "/etc/xencim/key", "--", "admin@there", "xl migrate-receive").And.Contain("BatchMode=yes");
    }

    private static string? Written(MoveAddress? address) => address is null ? null : $"{(address.IsTls ? "tls" : "ssh")} {address}";
}
