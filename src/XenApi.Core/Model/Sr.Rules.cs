using XenApi.Core.Faults;
using XenApi.Core.Memory;

namespace XenApi.Core.Model;

/// <content>The rules of a storage repository.</content>
public sealed partial record Sr
{
    /// <inheritdoc/>
    public override void Check(XenObject? before, Changes changes) => CheckPromise((before as Sr)?.VirtualAllocation ?? 0);

    /// <summary>What it has that is not promised: images may come to hold all that they are promised, beside their bases.</summary>
    internal long SpareBytes => PhysicalSize - VirtualAllocation - BaseBytes;

    /// <summary>It promises no more than it has; where the disk became smaller, nothing more until enough has gone.</summary>
    /// <param name="before">What it had promised before, in bytes.</param>
    internal void CheckPromise(long before)
    {
        if (VirtualAllocation > before && SpareBytes < 0)
        {
            throw Errors.SrFull(VirtualAllocation - before, Math.Max(0, PhysicalSize - BaseBytes - before));
        }
    }
}
