using XenCim.Tests.Clients;

namespace XenCim.Tests.Accounts;

public sealed class UserTests
{
    [Fact]
    public async Task A_new_account_logs_in_once_it_has_a_password_and_may_do_what_its_role_says()
    {
        await using var house = await WiredHouse.OpenAsync();
        var root = await RootAsync(house);
        var user = await root.CallAsync<string>("user.create", Record("ada"));
        using var ada = house.Knock(isOpen: false);
        (await LoginFailsAsync(ada, "ada", "")).Should().Equal("SESSION_AUTHENTICATION_FAILED");

        await root.CallAsync("user.set_password", user, "secret");
        await ada.LoginAsync("ada", "secret");
        (await ada.CallAsync<string>("session.get_this_user", ada.Session)).Should().Be(user);
        (await ada.FailAsync("user.set_role", user, "pool-admin")).Should().Equal("PERMISSION_DENIED");

        await root.CallAsync("user.set_role", user, "pool-admin");
        (await ada.FailAsync("host.get_all")).Should().Equal("SESSION_INVALID", ada.Session);
        await ada.LoginAsync("ada", "secret");
        (await ada.CallAsync<string>("user.get_role", user)).Should().Be("pool-admin");
        await ada.CallAsync("user.set_fullname", user, "Ada");
    }

    [Fact]
    public async Task A_new_password_and_the_end_of_an_account_end_its_sessions()
    {
        await using var house = await WiredHouse.OpenAsync();
        var root = await RootAsync(house);
        var user = await root.CallAsync<string>("user.create", Record("ada"));
        await root.CallAsync("user.set_password", user, "secret");
        using var ada = house.Knock(isOpen: false);
        await ada.LoginAsync("ada", "secret");

        await root.CallAsync("user.set_password", user, "another");
        (await ada.FailAsync("host.get_all"))[0].Should().Be("SESSION_INVALID");
        await ada.LoginAsync("ada", "another");
        await root.CallAsync("user.destroy", user);
        (await ada.FailAsync("host.get_all"))[0].Should().Be("SESSION_INVALID");
    }

    [Fact]
    public async Task The_last_administrator_stays_one()
    {
        await using var house = await WiredHouse.OpenAsync();
        var root = await RootAsync(house);
        var self = await root.CallAsync<string>("session.get_this_user", root.Session);
        var other = await root.CallAsync<string>("user.create", Record("ada"));
        await root.CallAsync("user.set_role", other, "pool-admin");

        // Nobody can log in as the other one yet.
        (await root.FailAsync("user.destroy", self)).Should().Equal("OPERATION_NOT_ALLOWED");
        (await root.FailAsync("user.set_role", self, "vm-admin")).Should().Equal("OPERATION_NOT_ALLOWED");
        await root.CallAsync("user.set_password", other, "secret");
        await root.CallAsync("user.destroy", self);
        (await house.Client.FailAsync("user.destroy", other)).Should().Equal("OPERATION_NOT_ALLOWED");
    }

    [Fact]
    public async Task Names_are_valid_and_taken_once()
    {
        await using var house = await WiredHouse.OpenAsync();
        await house.Client.CallAsync("user.create", Record("ada"));
        (await house.Client.FailAsync("user.create", Record("ada"))).Should().Equal("UNIQUE_NAME_ERROR", "ada", "user");
        (await house.Client.FailAsync("user.create", Record("a b")))[..2].Should().Equal("VALUE_NOT_SUPPORTED", "user.short_name");
        (await house.Client.FailAsync("user.create", Record("")))[0].Should().Be("VALUE_NOT_SUPPORTED");
    }

    [Fact]
    public async Task A_record_shows_no_password()
    {
        await using var house = await WiredHouse.OpenAsync();
        await house.Engine.Accounts.EnsureRootAsync("toor");
        var records = await house.Client.CallAsync<Dictionary<string, object?>>("user.get_all_records");
        records.Values.Cast<Dictionary<string, object?>>().Should().ContainSingle().Which.Keys.Should().BeEquivalentTo("uuid", "short_name", "fullname");
    }

    private static Dictionary<string, object> Record(string name) => new() { ["short_name"] = name, ["fullname"] = "A person" };

    private static async Task<XenClient> RootAsync(WiredHouse house)
    {
        await house.Engine.Accounts.EnsureRootAsync("toor");
        var root = house.Knock(isOpen: false);
        await root.LoginAsync("root", "toor");
        return root;
    }

    private static async Task<string[]> LoginFailsAsync(XenClient client, string name, string password)
    {
        var login = () => client.LoginAsync(name, password);
        return (await login.Should().ThrowAsync<XenFailure>()).Which.Description;
    }
}
