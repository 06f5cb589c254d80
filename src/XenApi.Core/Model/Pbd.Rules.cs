using XenApi.Core.Faults;
using XenApi.Core.Memory;

namespace XenApi.Core.Model;

/// <content>The rules of a connection.</content>
public sealed partial record Pbd
{
    /// <inheritdoc/>
    public override void Check(XenObject? before, Changes changes)
    {
        if (Host.IsNull || Sr.IsNull)
        {
            throw Errors.CreateUnspecifiedAttribute(Host.IsNull ? "host" : "SR", Descriptor.Name);
        }
    }
}
