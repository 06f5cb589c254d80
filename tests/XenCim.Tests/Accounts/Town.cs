using XenApi.Core.Model;
using XenApi.Core.Values;
using XenCim.Tests.Clients;

namespace XenCim.Tests.Accounts;

/// <summary>A house whose door asks for passwords, and people with accounts.</summary>
internal sealed class Town(House house)
{
    public const string RootPassword = "the-password-of-root";

    /// <summary>A client as root, which is made where it is not there.</summary>
    public async Task<XenClient> RootAsync()
    {
        await house.Engine.Accounts.EnsureRootAsync(RootPassword);
        return await EnterAsync("root", RootPassword);
    }

    /// <summary>Makes an account.</summary>
    public async Task<Ref<User>> MakeAsync(XenClient root, string name, string password, string role = "read-only")
    {
        var user = await root.CallAsync<string>("user.create", new Dictionary<string, object> { ["short_name"] = name, ["fullname"] = "A person" });
        await root.CallAsync("user.set_password", user, password);
        await root.CallAsync("user.set_role", user, role);
        return new(Guid.Parse(user));
    }

    public async Task<XenClient> EnterAsync(string name, string password)
    {
        var client = house.Knock(isOpen: false);
        await client.LoginAsync(name, password);
        return client;
    }

    /// <summary>The error that a login ends in; null where it is let in.</summary>
    public async Task<string?> ErrorOfAsync(string name, string password)
    {
        try
        {
            (await EnterAsync(name, password)).Dispose();
            return null;
        }
        catch (XenFailure failure)
        {
            return string.Join(", ", failure.Description);
        }
    }
}
