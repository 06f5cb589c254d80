using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Tasks;

/// <summary>The messages of the class <c>task</c> beyond those that every class has.</summary>
internal static class TaskCalls
{
    [Call("task.cancel", "Asks a running task to stop.", Role.VmOperator, Async = false, Errors = ["OPERATION_NOT_ALLOWED"])]
    public static Task Cancel(Caller caller, Ref<XenTask> task) => caller.Engine.Tasks.CancelAsync(task);
}
