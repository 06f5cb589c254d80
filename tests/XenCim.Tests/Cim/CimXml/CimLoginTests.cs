using System.Text;
using XenApi.Core.Accounts;
using XenApi.Core.Declarations;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenCim.Tests.Cim.CimXml;

/// <summary>HTTP Basic against the accounts of the house.</summary>
public sealed class CimLoginTests : IAsyncLifetime
{
    private CimDesk desk = null!;
    private Ref<User> user;

    public async Task InitializeAsync()
    {
        desk = await CimDesk.OpenAsync();
        await desk.House.House.Engine.Accounts.EnsureRootAsync("pässword:1");
        user = new(desk.House.House.Now.All<User>().Single().Id);
    }

    public async Task DisposeAsync() => await desk.DisposeAsync();

    [Fact]
    public async Task A_login_is_remembered_and_has_one_session()
    {
        for (var i = 0; i < 5; i++)
        {
            (await AskAsync("root", "pässword:1")).Should().Be(200);
        }

        desk.House.House.Engine.Sessions.Count.Should().Be(1);
    }

    [Fact]
    public async Task Logins_at_the_same_time_are_one()
    {
        (await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AskAsync("root", "pässword:1")))).Should().OnlyContain(status => status == 200);
        desk.House.House.Engine.Sessions.Count.Should().Be(1);
    }

    [Fact]
    public async Task A_wrong_password_is_refused_after_the_right_one_too()
    {
        (await AskAsync("root", "pässword:1")).Should().Be(200);
        (await AskAsync("root", "password:1")).Should().Be(401);
        (await AskAsync("root", "")).Should().Be(401);
        (await AskAsync("ROOT", "pässword:1")).Should().Be(401);
    }

    [Fact]
    public async Task A_new_password_ends_what_is_remembered()
    {
        (await AskAsync("root", "pässword:1")).Should().Be(200);

        await desk.House.House.Engine.Accounts.SetPasswordAsync(user, "other", default);

        (await AskAsync("root", "pässword:1")).Should().Be(401);
        (await AskAsync("root", "other")).Should().Be(200);
        desk.House.House.Engine.Sessions.Count.Should().Be(1);
    }

    [Fact]
    public async Task Another_role_holds_at_once()
    {
        (await AskAsync("root", "pässword:1")).Should().Be(200);
        await desk.House.House.Engine.Store.CommitAsync(changes => changes.Add(changes.Get(user) with { Id = Guid.NewGuid(), ShortName = "second" }));
        await desk.House.House.Engine.Store.CommitAsync(changes => changes.Put(changes.Get(user) with { Role = Role.ReadOnly }));

        (await AskAsync("root", "pässword:1")).Should().Be(200);

        desk.House.House.Engine.Sessions.Count.Should().Be(1);
    }

    [Fact]
    public async Task A_session_that_was_ended_is_opened_anew()
    {
        (await AskAsync("root", "pässword:1")).Should().Be(200);
        desk.House.House.Engine.Sessions.CloseAllOf("root");

        (await AskAsync("root", "pässword:1")).Should().Be(200);
    }

    private async Task<int> AskAsync(string name, string password)
    {
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{password}"));
        var request = CimDesk.Request("EnumerateInstanceNames", "<IPARAMVALUE NAME=\"ClassName\"><CLASSNAME NAME=\"Test_Host\"/></IPARAMVALUE>");
        return (await desk.AskAsync(request.Replace("Host: xen", $"Host: xen\nAuthorization: Basic {credentials}"), isOpen: false)).Status;
    }
}
