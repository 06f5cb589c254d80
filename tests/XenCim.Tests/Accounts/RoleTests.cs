using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Sessions;
using XenApi.Core.Values;
using XenCim.Tests.Machines;

namespace XenCim.Tests.Accounts;

/// <summary>What accounts may do, and what a change of an account does to those who are logged in or just about to be.</summary>
public sealed class RoleTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Each_role_may_do_what_the_ones_before_it_may_and_no_more()
    {
        await using var house = await House.StartAsync();
        var town = new Town(house);
        using var root = await town.RootAsync();
        var vm = (await new Life(house).CreateAsync()).ToString();
        var user = (await town.MakeAsync(root, "ada", "secret")).ToString();
        (string Call, object[] Arguments, Role Role)[] calls =
        [
            ("VM.get_record", [vm], Role.ReadOnly),
            ("VM.unpause", [vm], Role.VmOperator),
            ("VM.set_name_label", [vm, "guest"], Role.VmAdmin),
            ("user.set_fullname", [user, "Ada"], Role.PoolAdmin),
        ];
        foreach (var (word, role) in new[] { ("read-only", Role.ReadOnly), ("vm-operator", Role.VmOperator), ("vm-admin", Role.VmAdmin), ("pool-admin", Role.PoolAdmin) })
        {
            await root.CallAsync("user.set_role", user, word);
            using var ada = await town.EnterAsync("ada", "secret");
            foreach (var (call, arguments, needed) in calls)
            {
                var denied = false;
                try
                {
                    await ada.CallAsync(call, arguments);
                }
                catch (Clients.XenFailure failure)
                {
                    denied = failure.Code == "PERMISSION_DENIED";
                }

                denied.Should().Be(role < needed, $"{call} as {word}");
            }
        }
    }

    [Fact]
    public async Task Who_may_only_look_creates_nothing_and_starts_no_task_that_would()
    {
        await using var house = await House.StartAsync();
        var town = new Town(house);
        using var root = await town.RootAsync();
        await town.MakeAsync(root, "ada", "secret");
        using var ada = await town.EnterAsync("ada", "secret");
        var vm = new Dictionary<string, object> { ["name_label"] = "mine" };
        (await ada.FailAsync("VM.create", vm)).Should().Equal("PERMISSION_DENIED");
        (await ada.FailAsync("Async.VM.create", vm)).Should().Equal("PERMISSION_DENIED");
        await ada.CallAsync("VM.get_all");
        house.Now.All<Vm>().Should().NotContain(made => made.NameLabel == "mine");
        house.Now.All<XenTask>().Should().BeEmpty();
    }

    [Fact]
    public async Task Who_gives_up_a_role_has_it_no_longer()
    {
        await using var house = await House.StartAsync();
        var town = new Town(house);
        using var root = await town.RootAsync();
        var user = (await town.MakeAsync(root, "ada", "secret", "pool-admin")).ToString();
        using var ada = await town.EnterAsync("ada", "secret");

        await ada.CallAsync("user.set_role", user, "read-only");

        (await ada.FailAsync("user.set_role", user, "pool-admin")).Should().Equal("SESSION_INVALID", ada.Session);
    }

    [Theory]
    [InlineData("user.destroy")]
    [InlineData("user.set_role", "vm-admin")]
    [InlineData("user.set_password", "another")]
    public async Task Who_logs_in_while_the_account_changes_is_not_let_in_as_it_was(string call, params string[] arguments)
    {
        await using var house = await House.StartAsync();
        var town = new Town(house);
        using var root = await town.RootAsync();
        var user = (await town.MakeAsync(root, "ada", "secret")).ToString();
        var before = house.Engine.Sessions.Count;

        // Hashes are made a few at a time: the last login has read the account when it returns, and waits for the others to be hashed.
        var door = new Door(ApiVersion.Xend, IsOpen: false);
        var others = Enumerable.Range(0, 4 * Environment.ProcessorCount).Select(_ => house.Engine.Accounts.CheckAsync(door, "root", Town.RootPassword, CancellationToken.None)).ToList();
        var login = SessionCalls.LoginWithPassword(new(house.Engine, door, null, XenApi.Core.Tasks.Progress.None, CancellationToken.None), "ada", "secret");
        if (call == "user.set_password")
        {
            // Its own hash would wait for that of the login.
            await house.Engine.Store.CommitAsync(changes => changes.Put(changes.Get(new Ref<User>(Guid.Parse(user))) with { Password = "another" }));
            house.Engine.Sessions.CloseAllOf("ada");
        }
        else
        {
            await root.CallAsync(call, [user, .. arguments]);
        }

        try
        {
            await login.WaitAsync(Patience);
        }
        catch (ApiError e)
        {
            e.Code.Should().Be("SESSION_AUTHENTICATION_FAILED");
        }

        await Task.WhenAll(others);
        house.Engine.Sessions.Count.Should().Be(before);
    }
}
