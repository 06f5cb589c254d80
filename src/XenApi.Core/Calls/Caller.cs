using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Calls;

/// <summary>Who calls, and what of the house it sees.</summary>
public sealed class Caller
{
    /// <summary>A reference that was given as an argument, checked: it is null or names an object.</summary>
    public Ref<T> Existing<T>(Guid? id)
        where T : XenObject, IXenClass => new(id);
}
