using XenApi.Core.Faults;
using XenApi.Core.Memory;

namespace XenApi.Core.Model;

/// <content>The rules of a SCSI device that is passed through.</content>
public sealed partial record Dscsi
{
    /// <inheritdoc/>
    public override void Check(XenObject? before, Changes changes)
    {
        if (before is not null)
        {
            return;
        }

        if (changes.Get(Pscsi).Dscsis.Any(other => other.Id != Id))
        {
            throw Errors.OperationNotAllowed();
        }

        if (changes.Get(Vm).Dscsis.Any(other => other.Id != Id && changes.Get(other).VirtualHctl == VirtualHctl))
        {
            throw Errors.DeviceExists(VirtualHctl);
        }
    }
}
