using XenApi.Core.Declarations;

namespace XenApi.Core.Model;

/// <summary>How a task stands.</summary>
[XenEnum("task_status_type", "How a task stands.")]
public enum TaskStatusType
{
    /// <summary>It runs.</summary>
    [Wire("pending")] Pending,

    /// <summary>It has done what it was asked.</summary>
    [Wire("success")] Success,

    /// <summary>It has failed.</summary>
    [Wire("failure")] Failure,

    /// <summary>It was asked to stop and has not yet.</summary>
    [Wire("cancelling")] Cancelling,

    /// <summary>It has stopped because it was asked to.</summary>
    [Wire("cancelled")] Cancelled,
}
