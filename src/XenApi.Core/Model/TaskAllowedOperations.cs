using XenApi.Core.Declarations;

namespace XenApi.Core.Model;

/// <summary>What can be asked of a task.</summary>
[XenEnum("task_allowed_operations", "What can be asked of a task.")]
public enum TaskAllowedOperations
{
    /// <summary>To stop.</summary>
    [Wire("Cancel")] Cancel,
}
