using System.Globalization;
using XenApi.Core.Faults;
using XenApi.Core.Memory;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <content>The rules of a SCSI bus of a machine.</content>
public sealed partial record DscsiHba
{
    /// <summary>A whole adapter of the host is assigned.</summary>
    internal const string WholeAdapter = "HOST";

    /// <summary>Single devices are assigned.</summary>
    internal const string SingleDevices = "VIRTUAL";

    /// <inheritdoc/>
    public override void Check(XenObject? before, Changes changes)
    {
        if (before is not null)
        {
            return;
        }

        if (AssignmentMode is not (WholeAdapter or SingleDevices))
        {
            throw Errors.ValueNotSupported("DSCSI_HBA.assignment_mode", Collections.Shortened(AssignmentMode), $"must be {WholeAdapter} or {SingleDevices}");
        }

        var number = VirtualHost.ToString(CultureInfo.InvariantCulture);
        if (VirtualHost is < 0 or > ushort.MaxValue)
        {
            throw Errors.ValueNotSupported("DSCSI_HBA.virtual_host", number, $"must be from 0 to {ushort.MaxValue}");
        }

        if (changes.Get(Vm).DscsiHbas.Any(other => other.Id != Id && changes.Get(other).VirtualHost == VirtualHost))
        {
            throw Errors.DeviceExists(number);
        }
    }
}
