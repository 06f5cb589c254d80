using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Memory;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <content>The rules that an account keeps.</content>
public sealed partial record User
{
    private const int NameMost = 64;

    /// <summary>Whether one can log in with it as an administrator.</summary>
    public bool IsAdministrator => Role == Role.PoolAdmin && Password.Length > 0;

    /// <inheritdoc/>
    public override void Check(XenObject? before, Changes changes)
    {
        var was = (User?)before;
        if (was is null)
        {
            CheckName(changes);
        }
        else if (was.IsAdministrator && !IsAdministrator)
        {
            CheckLeavable(changes);
        }
    }

    /// <summary>Refuses that the last administrator goes: nobody could make another one.</summary>
    internal void CheckLeavable(Changes changes)
    {
        if (IsLastAdministrator(changes))
        {
            throw Errors.OperationNotAllowed();
        }
    }

    private bool IsLastAdministrator(Changes changes) =>
        changes.Find(new Ref<User>(Id)) is { IsAdministrator: true } && !changes.All<User>().Any(other => other.Id != Id && other.IsAdministrator);

    private void CheckName(Changes changes)
    {
        if (ShortName.Length is 0 or > NameMost || !ShortName.All(c => char.IsAsciiLetterOrDigit(c) || "._@-+".Contains(c)))
        {
            throw Errors.ValueNotSupported("user.short_name", Collections.Shortened(ShortName), $"must be 1 to {NameMost} letters, digits and . _ @ - +");
        }

        if (changes.All<User>().Any(other => other.ShortName == ShortName))
        {
            throw Errors.UniqueNameError(ShortName, "user");
        }
    }
}
