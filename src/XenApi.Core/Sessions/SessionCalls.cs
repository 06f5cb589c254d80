using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Sessions;

/// <summary>
/// The messages of the class <c>session</c>. A session sees itself only; it may be named by its handle or by its
/// UUID.
/// </summary>
internal static class SessionCalls
{
    private const int NameMost = 255;

    [Call("session.login_with_password", "Opens a session; later clients add the version they speak and their name.", Role.ReadOnly,
        WithoutSession = true, Async = false, Errors = ["SESSION_AUTHENTICATION_FAILED"])]
    public static async Task<Ref<SessionRecord>> LoginWithPassword(Caller caller, string uname, string pwd, string version = "", string originator = "")
    {
        if (uname.Length > NameMost)
        {
            throw Errors.ValueNotSupported("uname", Collections.Shortened(uname), $"must have at most {NameMost} characters");
        }

        var account = await caller.Engine.Accounts.CheckAsync(caller.Door, uname, pwd, caller.Cancelled).ConfigureAwait(false);
        var session = caller.Engine.Sessions.Open(uname, account.User, account.Role);

        // Whoever changes an account commits first and then ends its sessions: this one was there to be ended, or the change is seen here.
        if (!caller.Engine.Accounts.IsStill(account))
        {
            caller.Engine.Sessions.Close(session);
            throw Errors.SessionAuthenticationFailed();
        }

        return new(session.Handle);
    }

    [Call("session.logout", "Ends the session.", Role.ReadOnly, Async = false)]
    public static void Logout(Caller caller) => caller.Engine.Sessions.Close(caller.Session);

    [Call("session.change_password", "Sets the caller's own password and ends the account's other sessions.", Role.ReadOnly,
        Since = ApiVersion.Xend, Async = false, Errors = ["SESSION_AUTHENTICATION_FAILED"])]
    public static async Task ChangePassword(Caller caller, string old_pwd, string new_pwd)
    {
        await caller.Engine.Accounts.ChangePasswordAsync(caller.Session.User, old_pwd, new_pwd, caller.Cancelled).ConfigureAwait(false);
        caller.Engine.Sessions.CloseAllOf(caller.Session.UserName, butNot: caller.Session);
    }

    [Call("session.get_all", "The caller's own session: others are not shown.", Role.ReadOnly, Since = ApiVersion.Xend, Async = false)]
    public static Set<Ref<SessionRecord>> GetAll(Caller caller) => Set.Of([new Ref<SessionRecord>(caller.Session.Handle)]);

    [Call("session.get_uuid", "The public identity of the session.", Role.ReadOnly, Async = false)]
    public static string GetUuid(Caller caller, Ref<SessionRecord> self) => Own(caller, self).Id.ToString();

    [Call("session.get_this_host", "The host that the session talks to.", Role.ReadOnly, Async = false)]
    public static Ref<Host> GetThisHost(Caller caller, Ref<SessionRecord> self)
    {
        Own(caller, self);
        return caller.Engine.ThisHost;
    }

    [Call("session.get_this_user", "The account that logged in; none where the listener asks for no password.", Role.ReadOnly, Async = false)]
    public static Ref<User> GetThisUser(Caller caller, Ref<SessionRecord> self) => Own(caller, self).User;

    [Call("session.get_last_active", "When the session was last used.", Role.ReadOnly, Async = false)]
    public static DateTimeOffset GetLastActive(Caller caller, Ref<SessionRecord> self) => Own(caller, self).LastActive;

    [Call("session.get_record", "All fields of the session.", Role.ReadOnly, Async = false)]
    public static SessionRecord GetRecord(Caller caller, Ref<SessionRecord> self)
    {
        var session = Own(caller, self);
        return new() { Id = session.Id, ThisHost = caller.Engine.ThisHost, ThisUser = session.User, LastActive = session.LastActive };
    }

    [Call("session.get_by_uuid", "The session that has the UUID.", Role.ReadOnly, Async = false)]
    public static Ref<SessionRecord> GetByUuid(Caller caller, string uuid) =>
        Wire.TryRef(uuid, out var id) && (id == caller.Session.Id || id == caller.Session.Handle)
            ? new(caller.Session.Handle)
            : throw Errors.HandleInvalid("session", Collections.Shortened(uuid));

    private static Session Own(Caller caller, Ref<SessionRecord> self) =>
        self.Id == caller.Session.Handle || self.Id == caller.Session.Id ? caller.Session : throw Errors.PermissionDenied();
}
