using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Sessions;
using XenApi.Core.Values;
using XenCim.Tests.Clients;

namespace XenCim.Tests.Sessions;

public sealed class SessionLimitTests
{
    [Fact]
    public void Whoever_logs_in_under_ever_new_names_takes_no_more_room_than_there_is()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var room = new SessionRoom(SessionLimits.Default with { AllTogether = 3 }, time);
        var first = room.Open("name 0", Ref<User>.Null, Role.PoolAdmin);
        for (var i = 1; i < 10; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            room.Open($"name {i}", Ref<User>.Null, Role.PoolAdmin);
        }

        room.Count.Should().Be(3);
        FluentActions.Invoking(() => room.Enter(first.Handle.ToString())).Should().Throw<ApiError>().Which.Code.Should().Be("SESSION_INVALID");
    }

    [Fact]
    public async Task A_name_has_an_end_even_where_nobody_is_asked_for_one()
    {
        await using var house = await House.StartAsync();
        using var client = house.Knock();
        await client.LoginAsync(new('n', 255), "");

        var login = () => client.LoginAsync(new('n', 256), "");

        (await login.Should().ThrowAsync<XenFailure>()).Which.Description.Should().StartWith(["VALUE_NOT_SUPPORTED", "uname"]);
    }
}
