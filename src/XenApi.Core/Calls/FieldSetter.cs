using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Calls;

/// <summary>Sets several fields of one object for a door whose clients change objects as a whole: by the same setters, with the same roles, and all or none.</summary>
public sealed class FieldSetter(Caller caller, XenClass c, Guid self)
{
    private readonly List<Func<XenObject, XenObject>> changes = [];
    private readonly List<(Call Call, ValueReader Value)> verbs = [];

    /// <summary>Takes a field and its new value; false where the field cannot be set.</summary>
    /// <exception cref="ApiError">The session may not, or the value is none for the field.</exception>
    public bool TrySet(string field, ValueReader value)
    {
        if (!CallTable.Of(ApiVersion.Xapi).TryFind($"{c.Name}.set_{field}", out var call, out _))
        {
            return false;
        }

        if (caller.Session.Role < call.Role)
        {
            throw Errors.PermissionDenied();
        }

        if (call.Change is { } change)
        {
            changes.Add(change(value.At(field)));
        }
        else
        {
            verbs.Add((call, value));
        }

        return true;
    }

    /// <summary>Whether what was taken can be done all or none: a setter that does more than change a field stands alone.</summary>
    public bool IsWhole => verbs.Count == 0 || (verbs.Count == 1 && changes.Count == 0);

    /// <summary>Does it; when this is done it is on disk.</summary>
    public async Task RunAsync()
    {
        foreach (var (call, value) in verbs)
        {
            await call.Body(caller, self, value, 1, Unread).ConfigureAwait(false);
        }

        if (changes.Count > 0)
        {
            await caller.CommitAsync(all => all.Put(changes.Aggregate(all.Get(c, self), (now, change) => change(now)))).ConfigureAwait(false);
        }
    }

    private static JsonValueWriter Unread => new(new System.Buffers.ArrayBufferWriter<byte>(), ApiVersion.Xend);
}
