using XenApi.Core.Faults;
using XenApi.Core.Storage;

namespace XenCim.Tests.Storage;

public class ImageLocationTests
{
    [Theory]
    [InlineData("/images/a.img", "/images/a.img", "raw")]
    [InlineData("file:/images/a.img", "/images/a.img", "raw")]
    [InlineData("file:///images/a.img", "/images/a.img", "raw")]
    [InlineData("phy:/dev/vg/lv", "/dev/vg/lv", "raw")]
    [InlineData("phy:sda3", "/dev/sda3", "raw")]
    [InlineData("phy:vg/lv", "/dev/vg/lv", "raw")]
    [InlineData("tap:aio:/images/a b.img", "/images/a b.img", "raw")]
    [InlineData("tap:qcow:/images/a.qcow", "/images/a.qcow", "qcow")]
    [InlineData("tap:qcow2:/images/a.qcow2", "/images/a.qcow2", "qcow2")]
    [InlineData("tap:tapdisk:qcow:/images/a.qcow", "/images/a.qcow", "qcow")]
    [InlineData("tap2:vhd:/images/a.vhd", "/images/a.vhd", "vhd")]
    [InlineData("/images/..hidden", "/images/..hidden", "raw")]
    public void What_Xend_took_is_understood(string text, string path, string format) =>
        ImageLocation.Read(text).Should().Be(new ImageLocation(path, format));

    [Theory]
    [InlineData("images/a.img")]
    [InlineData("file:images/a.img")]
    [InlineData("file:")]
    [InlineData("phy:")]
    [InlineData("/")]
    [InlineData("/images/")]
    [InlineData("/images/../etc/shadow")]
    [InlineData("phy:../etc/shadow")]
    [InlineData("/images/./a")]
    [InlineData("/images/a\nb")]
    [InlineData("tap:vmdk:/images/a")]
    [InlineData("tap:/images/a")]
    [InlineData("http://host/a.img")]
    public void Anything_else_is_refused(string text)
    {
        var reading = () => ImageLocation.Read(text);

        reading.Should().Throw<ApiError>().Which.Code.Should().Be("VALUE_NOT_SUPPORTED");
    }

    [Fact]
    public void A_path_longer_than_Linux_takes_is_refused_without_being_repeated_whole()
    {
        var reading = () => ImageLocation.Read("/" + new string('a', 5000));

        reading.Should().Throw<ApiError>().Which.Parameters.Should().OnlyContain(parameter => parameter.Length < 200);
    }
}
