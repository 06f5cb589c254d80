using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Accounts;

/// <summary>
/// The messages of the class <c>user</c> beyond those that every class has. A new account can look but not log in: an
/// administrator gives it a password, and more of a role.
/// </summary>
internal static class UserCalls
{
    [Call("user.destroy", "Removes an account and ends its sessions; the last administrator stays.", Role.PoolAdmin, Errors = ["OPERATION_NOT_ALLOWED"])]
    public static async Task Destroy(Caller caller, Ref<User> self)
    {
        var gone = await caller.CommitAsync(changes =>
        {
            var user = changes.Get(self);
            user.CheckLeavable(changes);
            changes.Delete(self);
            return user;
        }).ConfigureAwait(false);
        caller.Engine.Sessions.CloseAllOf(gone.ShortName);
    }

    [Call("user.set_password", "Sets the password of an account and ends its other sessions.", Role.PoolAdmin, Since = ApiVersion.Xend, Async = false)]
    public static async Task SetPassword(Caller caller, Ref<User> self, string password)
    {
        await caller.Engine.Accounts.SetPasswordAsync(self, password, caller.Cancelled).ConfigureAwait(false);
        caller.Engine.Sessions.CloseAllOf(caller.Get(self).ShortName, butNot: caller.Session);
    }

    [Call("user.get_role", "What the account may do.", Role.ReadOnly, Since = ApiVersion.Xend, Async = false)]
    public static Role GetRole(Caller caller, Ref<User> self) => caller.Get(self).Role;

    [Call("user.set_role", "Sets what the account may do, and ends its sessions, which had the old role.", Role.PoolAdmin, Since = ApiVersion.Xend, Async = false,
        Errors = ["OPERATION_NOT_ALLOWED"])]
    public static async Task SetRole(Caller caller, Ref<User> self, Role value)
    {
        await caller.CommitAsync(changes => changes.Put(changes.Get(self) with { Role = value })).ConfigureAwait(false);
        caller.Engine.Sessions.CloseAllOf(caller.Get(self).ShortName);
    }
}
