using Cim.Provider.Schema;

namespace XenCim.Tests.Cim.Schema;

/// <summary>Points and spans of time in 25 characters.</summary>
public sealed class CimDateTimeTests
{
    [Theory]
    [InlineData("20261125112233.123456+060")]
    [InlineData("20240229000000.000000-840")]
    [InlineData("00000101000000.000000+000")]
    [InlineData("19980525133015.0000**-300")]
    [InlineData("199805251330**.******+000")]
    [InlineData("**************.******+***")]
    [InlineData("00000001132312.000000:000")]
    [InlineData("99999999235959.999999:000")]
    [InlineData("0000000113****.******:000")]
    public void What_is_right_is_read(string text) => CimDateTime.TryParse(text, out var time).Should().BeTrue(time?.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("20261125112233.123456+06")]
    [InlineData("20261325112233.123456+060")]
    [InlineData("20230229000000.000000+000")]
    [InlineData("20261125242233.123456+060")]
    [InlineData("20261125116033.123456+060")]
    [InlineData("20261125112233,123456+060")]
    [InlineData("20261125112233.123456 060")]
    [InlineData("20261125112233.*23456+060")]
    [InlineData("2026112511223*.******+060")]
    [InlineData("20261125****33.000000+060")]
    [InlineData("00000001242312.000000:000")]
    [InlineData("00000001132312.000000:001")]
    [InlineData("2026112511223x.123456+060")]
    [InlineData("20261125112233.123456+9x0")]
    public void What_is_wrong_is_not(string text) => CimDateTime.TryParse(text, out _).Should().BeFalse();

    [Fact]
    public void Time_and_span_go_both_ways()
    {
        var time = new DateTimeOffset(2026, 11, 25, 11, 22, 33, TimeSpan.FromMinutes(-210)).AddMicroseconds(42);
        CimDateTime.Of(time).ToString().Should().Be("20261125112233.000042-210");
        CimDateTime.Of(time).Time.Should().Be(time);
        var span = new TimeSpan(3, 4, 5, 6, 0, 7);
        CimDateTime.Of(span).ToString().Should().Be("00000003040506.000007:000");
        CimDateTime.Of(span).Span.Should().Be(span);
    }

    [Theory]
    [InlineData("199805251330**.******+000")]
    [InlineData("00000101000000.000000+000")]
    [InlineData("99991231235959.999999-840")]
    [InlineData("00010101000000.000000+840")]
    [InlineData("99999999235959.999999:000")]
    public void What_the_calendar_cannot_say_is_null(string text)
    {
        CimDateTime.TryParse(text, out var time).Should().BeTrue();
        time!.Time.Should().BeNull();
        time.Span.Should().BeNull();
    }
}
