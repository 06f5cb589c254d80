using XenApi.Core.Declarations;

namespace XenApi.Core.Model;

/// <summary>What happened to an object.</summary>
[XenEnum("event_operation", "What happened to an object.")]
public enum EventOperation
{
    /// <summary>It was made.</summary>
    [Wire("add")] Add,

    /// <summary>It was removed.</summary>
    [Wire("del")] Del,

    /// <summary>It was changed.</summary>
    [Wire("mod")] Mod,
}
