using System.Text.Json;
using Microsoft.Extensions.Logging;
using XenApi.Core.Model;
using XenCim.Tests.Clients;
using XenCim.Tests.Events;

namespace XenCim.Tests.Accounts;

/// <summary>Passwords change hands once, and are never shown.</summary>
public sealed class PasswordTests
{
    [Fact]
    public async Task Who_changes_the_own_password_stays_and_the_other_sessions_of_the_account_end()
    {
        await using var house = await House.StartAsync();
        var town = new Town(house);
        using var root = await town.RootAsync();
        await town.MakeAsync(root, "ada", "secret");
        using var mine = await town.EnterAsync("ada", "secret");
        using var stolen = await town.EnterAsync("ada", "secret");

        await mine.CallAsync("session.change_password", "secret", "another");

        (await stolen.FailAsync("host.get_all")).Should().Equal("SESSION_INVALID", stolen.Session);
        await mine.CallAsync("host.get_all");
        await root.CallAsync("host.get_all");
        (await town.ErrorOfAsync("ada", "another")).Should().BeNull();
        (await town.ErrorOfAsync("ada", "secret")).Should().Be("SESSION_AUTHENTICATION_FAILED");
    }

    [Fact]
    public async Task Only_who_knows_the_old_password_changes_it_and_not_to_an_empty_one()
    {
        await using var house = await House.StartAsync();
        var town = new Town(house);
        using var root = await town.RootAsync();
        using var nobody = await house.EnterAsync();
        (await root.FailAsync("session.change_password", "wrong", "another")).Should().Equal("SESSION_AUTHENTICATION_FAILED");
        (await nobody.FailAsync("session.change_password", "", "another")).Should().Equal("SESSION_AUTHENTICATION_FAILED");
        (await root.FailAsync("session.change_password", Town.RootPassword, "")).Should().StartWith(["VALUE_NOT_SUPPORTED", "password"]);
        var tooLong = new string('p', 1025);
        (await root.FailAsync("session.change_password", Town.RootPassword, tooLong)).Should().NotContain(told => told.Contains(tooLong));
        (await town.ErrorOfAsync("root", Town.RootPassword)).Should().BeNull();
    }

    [Fact]
    public async Task Neither_a_password_nor_its_hash_is_in_a_record_an_event_an_error_a_task_or_the_log()
    {
        var log = new Eavesdropper();
        using var logs = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        await using var house = await House.StartAsync(change: setup => setup with { Logs = logs });
        using var listener = await Listener.OpenAsync(house);
        var town = new Town(house);
        using var root = await town.RootAsync();
        var user = (await town.MakeAsync(root, "ada", "first-secret")).ToString();
        using var ada = await town.EnterAsync("ada", "first-secret");
        var first = house.Now.All<User>().Select(u => u.Password).ToList();
        await ada.CallAsync("session.change_password", "first-secret", "second-secret");
        var told = new List<object?>
        {
            await ada.FailAsync("session.change_password", "third-secret", "fourth-secret"),
            await town.ErrorOfAsync("ada", "fifth-secret"),
            await root.FailAsync("user.set_password", user, new string('x', 2000) + "-secret"),
            await root.FailAsync("user.set_password", Guid.NewGuid().ToString(), "sixth-secret"),
            await root.FailAsync("user.set_password", user, "seventh-secret", "one too many"),
            await root.CallAsync("user.get_record", user),
            await root.CallAsync("user.get_all_records"),
            await root.CallAsync("session.get_record", root.Session),
            await root.CallAsync("host.get_log", house.Engine.ThisHost.ToString()),
        };
        await EndOfTaskAsync(house, root, told);
        var heard = await listener.NextAsync();
        heard.Should().Contain(e => e.Class == "user" && e.Operation == "mod" && e.Ref == user);
        logs.CreateLogger("test").LogInformation("The ear hears");

        var all = JsonSerializer.Serialize(told) + string.Join('\n', heard) + string.Join('\n', log.Lines);

        all.Should().Contain("The ear hears").And.NotContain("-secret").And.NotContain(Town.RootPassword).And.NotContain("pbkdf2");
        foreach (var hash in first.Concat(house.Now.All<User>().Select(u => u.Password)))
        {
            hash.Should().StartWith("pbkdf2");
            all.Should().NotContain(hash.Split('$')[^1]);
        }
    }

    private static async Task EndOfTaskAsync(House house, XenClient root, List<object?> told)
    {
        var task = await root.CallAsync<string>("Async.user.get_all_records");
        await new Tasks.TaskWatch(house).EndAsync(task);
        told.Add(await root.CallAsync("task.get_record", task));
        told.Add(await root.CallAsync("task.get_all_records"));
    }
}
