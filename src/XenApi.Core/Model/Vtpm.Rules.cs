using XenApi.Core.Faults;
using XenApi.Core.Memory;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <content>The rules of a virtual trusted platform module.</content>
public sealed partial record Vtpm
{
    /// <inheritdoc/>
    public override void Check(XenObject? before, Changes changes)
    {
        if (before is not null)
        {
            return;
        }

        if (changes.Get(Vm).Vtpms.Any(other => other.Id != Id))
        {
            throw Errors.DeviceExists("vtpm");
        }

        if (changes.Get(Backend).Id == Vm.Id)
        {
            throw Errors.ValueNotSupported("VTPM.backend", Backend.ToString(), "the work is done by another machine than the one that uses it");
        }
    }
}
