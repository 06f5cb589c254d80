using Microsoft.Extensions.Time.Testing;
using XenApi.Core.Model;
using XenApi.Core.Sessions;
using XenCim.Tests.Clients;

namespace XenCim.Tests.Sessions;

/// <summary>How sessions begin and end, and what each sees of the others: nothing.</summary>
public sealed class SessionTests
{
    private readonly FakeTimeProvider time = new(new(2010, 1, 10, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_session_lives_for_as_long_as_it_is_used_and_expires_when_it_is_not()
    {
        await using var house = await House.StartAsync(time: time, change: setup => setup with { Sessions = SessionLimits.Default with { Idle = TimeSpan.FromHours(1) } });
        using var client = await house.EnterAsync();
        for (var i = 0; i < 3; i++)
        {
            time.Advance(TimeSpan.FromHours(1));
            (await client.CallAsync<DateTime>("session.get_last_active", client.Session)).Should().Be(time.GetUtcNow().UtcDateTime);
        }

        time.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));

        (await client.FailAsync("host.get_all")).Should().Equal("SESSION_INVALID", client.Session);
        house.Engine.Sessions.Count.Should().Be(0);
    }

    [Fact]
    public async Task Handles_are_distinct_and_every_bit_of_them_is_chance()
    {
        const int many = 1000;
        await using var house = await House.StartAsync(time: time);
        var sessions = Enumerable.Range(0, many).Select(i => house.Engine.Sessions.Open($"user {i}", XenApi.Core.Values.Ref<User>.Null, XenApi.Core.Declarations.Role.ReadOnly)).ToList();

        sessions.Select(s => s.Handle).Concat(sessions.Select(s => s.Id)).Should().OnlyHaveUniqueItems("the public identity tells nothing of the handle");
        var handles = sessions.Select(s => s.Handle.ToByteArray()).ToList();
        for (var bit = 0; bit < 128; bit++)
        {
            // Ten standard deviations.
            handles.Count(bytes => (bytes[bit / 8] >> (bit % 8) & 1) == 1).Should().BeInRange((many / 2) - 160, (many / 2) + 160, $"bit {bit} is random");
        }
    }

    [Fact]
    public async Task Of_too_many_sessions_of_a_name_the_one_goes_that_was_not_used_for_longest()
    {
        await using var house = await House.StartAsync(time: time, change: setup => setup with { Sessions = SessionLimits.Default with { PerAccount = 3 } });
        var clients = new List<XenClient>();
        using var other = house.Knock();
        await other.LoginAsync("other", "");
        for (var i = 0; i < 3; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            clients.Add(await house.EnterAsync());
        }

        time.Advance(TimeSpan.FromSeconds(1));
        await clients[0].CallAsync("host.get_all");
        clients.Add(await house.EnterAsync());

        (await clients[1].FailAsync("host.get_all"))[0].Should().Be("SESSION_INVALID");
        foreach (var client in clients.Where((_, i) => i != 1).Append(other))
        {
            await client.CallAsync("host.get_all");
        }

        clients.ForEach(client => client.Dispose());
    }

    [Theory]
    [InlineData("session.get_record")]
    [InlineData("session.get_uuid")]
    [InlineData("session.get_this_host")]
    [InlineData("session.get_this_user")]
    [InlineData("session.get_last_active")]
    public async Task Nobody_looks_at_a_session_but_itself(string call)
    {
        await using var house = await House.StartAsync(time: time);
        using var mine = await house.EnterAsync();
        using var yours = await house.EnterAsync();
        var identity = await yours.CallAsync<string>("session.get_uuid", yours.Session);

        (await mine.FailAsync(call, yours.Session)).Should().Equal("PERMISSION_DENIED");
        (await mine.FailAsync(call, identity)).Should().Equal("PERMISSION_DENIED");
        (await mine.FailAsync("session.get_by_uuid", identity)).Should().Equal("HANDLE_INVALID", "session", identity);
        (await yours.CallAsync(call, identity)).Should().BeEquivalentTo(await yours.CallAsync(call, yours.Session));
        (await yours.CallAsync<string>("session.get_by_uuid", identity)).Should().Be(yours.Session);
    }

    [Fact]
    public async Task A_login_may_tell_the_version_and_the_name_of_the_client()
    {
        await using var house = await House.StartAsync(time: time);
        using var client = house.Knock();
        foreach (var more in new object[][] { [], ["1.10"], ["1.10", "a client"] })
        {
            var session = (string)(await client.SendAsync("session.login_with_password", ["", "", .. more]))!;
            (await client.SendAsync("host.get_all", [session])).Should().BeOfType<List<object?>>().Which.Should().ContainSingle();
        }

        foreach (var wrong in new object[][] { [], [""], ["", "", "", "", ""] })
        {
            var login = () => client.SendAsync("session.login_with_password", wrong);
            (await login.Should().ThrowAsync<XenFailure>()).Which.Description.Should().Equal("MESSAGE_PARAMETER_COUNT_MISMATCH", "session.login_with_password", "2", $"{wrong.Length}");
        }
    }

    [Fact]
    public async Task After_a_logout_or_a_restart_a_handle_is_nobodys()
    {
        var house = await House.StartAsync(time: time);
        using var gone = await house.EnterAsync();
        using var cutOff = await house.EnterAsync();
        await gone.CallAsync("session.logout");
        (await gone.FailAsync("session.logout")).Should().Equal("SESSION_INVALID", gone.Session);
        await cutOff.CallAsync("host.get_all");

        house = await house.RestartAsync();
        await using (house)
        {
            using var client = house.Knock();
            var call = () => client.SendAsync("host.get_all", [cutOff.Session]);
            (await call.Should().ThrowAsync<XenFailure>()).Which.Description.Should().Equal("SESSION_INVALID", cutOff.Session);
        }
    }
}
