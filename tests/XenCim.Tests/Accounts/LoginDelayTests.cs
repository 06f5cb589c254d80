using Microsoft.Extensions.Time.Testing;
using XenApi.Core.Accounts;

namespace XenCim.Tests.Accounts;

/// <summary>A wrong password is answered late, ever later; a right one at once.</summary>
public sealed class LoginDelayTests
{
    [Fact]
    public void The_delay_doubles_from_half_a_second_to_eight_and_is_forgotten_in_time()
    {
        var time = new FakeTimeProvider();
        var delay = new LoginDelay(time);
        Enumerable.Range(0, 7).Select(_ => delay.Failed("ada").TotalSeconds).Should().Equal(0.5, 1, 2, 4, 8, 8, 8);

        time.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
        delay.Failed("ada").Should().Be(TimeSpan.FromSeconds(8));
        time.Advance(TimeSpan.FromMinutes(15));
        delay.Failed("ada").Should().Be(TimeSpan.FromSeconds(0.5));
        delay.Failed("ada").Should().Be(TimeSpan.FromSeconds(1));
        delay.Succeeded("ada");
        delay.Failed("ada").Should().Be(TimeSpan.FromSeconds(0.5));
    }

    [Fact]
    public async Task A_failed_login_is_held_back_and_a_right_password_is_not()
    {
        var time = new WatchedTime();
        await using var house = await House.StartAsync(time: time);
        var town = new Town(house);
        (await town.RootAsync()).Dispose();
        while (time.TryTake(out _))
        {
        }

        foreach (var seconds in new[] { 0.5, 1.0, 2.0, 4.0, 8.0, 8.0 })
        {
            var login = town.ErrorOfAsync("root", "wrong");
            (await time.WaitAsync()).Should().Be(TimeSpan.FromSeconds(seconds));
            time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            login.IsCompleted.Should().BeFalse();
            time.Advance(TimeSpan.FromMilliseconds(1));
            (await login).Should().Be("SESSION_AUTHENTICATION_FAILED");
        }

        // The clock stands still: had it to wait, this would never end.
        (await town.ErrorOfAsync("root", Town.RootPassword).WaitAsync(TimeSpan.FromSeconds(60))).Should().BeNull();
        time.TryTake(out _).Should().BeFalse();
        var again = town.ErrorOfAsync("root", "wrong");
        (await time.WaitAsync()).Should().Be(TimeSpan.FromSeconds(0.5));
        time.Advance(TimeSpan.FromSeconds(0.5));
        await again;
    }

    [Fact]
    public async Task A_name_that_is_nobodys_is_answered_like_a_wrong_password()
    {
        var time = new WatchedTime();
        await using var house = await House.StartAsync(time: time);
        var town = new Town(house);
        (await town.RootAsync()).Dispose();
        while (time.TryTake(out _))
        {
        }

        var login = town.ErrorOfAsync("nobody", Town.RootPassword);
        (await time.WaitAsync()).Should().Be(TimeSpan.FromSeconds(0.5));
        time.Advance(TimeSpan.FromSeconds(0.5));
        (await login).Should().Be("SESSION_AUTHENTICATION_FAILED");
    }
}
