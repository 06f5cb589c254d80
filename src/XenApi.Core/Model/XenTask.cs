using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>A call that runs on while its caller does other things.</summary>
[XenClass("task", "A call that runs on while its caller does other things.",
    Documented = Implicit.Record | Implicit.ByUuid | Implicit.All | Implicit.ByName)]
public sealed partial record XenTask : XenObject
{
    [Field("name_label", Access.ReadOnly, "The name of the message that runs.")]
    public string NameLabel { get; init; } = "";

    [Field("name_description", Access.ReadOnly, "What the message does.")]
    public string NameDescription { get; init; } = "";

    [Field("status", Access.ReadOnly, "How the call stands.")]
    public TaskStatusType Status { get; init; }

    [Field("session", Access.ReadOnly, "The session that started it, by its public identity.")]
    public Ref<SessionRecord> Session { get; init; }

    [Field("progress", Access.ReadOnly, "How far it is, in whole percent; 100 only when it is over.")]
    public long Progress { get; init; }

    [Field("type", Access.ReadOnly, "The class of the object that the result refers to; empty where it refers to none.")]
    public string Type { get; init; } = "";

    [Field("result", Access.ReadOnly, "The result as text: empty until it is there and for nothing, a reference for an object, JSON for a set, map or record.")]
    public string Result { get; init; } = "";

    [Field("error_info", Access.ReadOnly, "The code of the error that ended it, then its parameters.")]
    public Set<string> ErrorInfo { get; init; }

    [Field("allowed_operations", Access.ReadOnly, "What can be asked of the task now.")]
    public Set<TaskAllowedOperations> AllowedOperations { get; init; }

    [Field("created", Access.ReadOnly, "When it began, in UTC.", Since = ApiVersion.Xapi)]
    public DateTimeOffset Created { get; init; }

    [Field("finished", Access.ReadOnly, "When it was over, in UTC.", Since = ApiVersion.Xapi)]
    public DateTimeOffset Finished { get; init; }
}
