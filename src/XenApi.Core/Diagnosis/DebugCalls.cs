using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Diagnosis;

/// <summary>The messages of the class <c>debug</c> beyond those that every class has: clients are tested with them.</summary>
internal static class DebugCalls
{
    private const long SecondsMost = 24 * 60 * 60;

    [Call("debug.return_failure", "Fails, always, with the session's public identity.", Role.ReadOnly, Errors = ["DEBUG_FAIL"])]
    public static void ReturnFailure(Caller caller) => throw Errors.DebugFail(caller.Session.Id);

    [Call("debug.get_uuid", "The UUID of the object.", Role.ReadOnly, Since = ApiVersion.Xend, Async = false)]
    public static string GetUuid(Caller caller, Ref<DebugObject> self) => caller.Get(self).Id.ToString();

    [Call("debug.wait", "Waits so many seconds; as a task it tells how far it is, and can be cancelled.", Role.ReadOnly, Since = ApiVersion.Xend)]
    public static async Task Wait(Caller caller, double secs)
    {
        if (secs is not (>= 0 and <= SecondsMost))
        {
            throw Errors.ValueNotSupported("secs", FormattableString.Invariant($"{secs}"), $"must be from 0 to {SecondsMost} seconds");
        }

        // A step for each percent.
        const int Steps = 100;
        for (var step = 0; step < Steps && secs > 0; step++)
        {
            caller.Progress.Report((double)step / Steps);
            await Task.Delay(TimeSpan.FromSeconds(secs / Steps), caller.Engine.Time, caller.Cancelled).ConfigureAwait(false);
        }
    }
}
