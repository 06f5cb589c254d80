using XenApi.Core.Devices;
using XenApi.Core.Faults;
using XenApi.Core.Memory;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <content>The rules of a disk.</content>
public sealed partial record Vbd
{
    /// <summary>The runtime property that tells the path of what the domain has.</summary>
    internal const string PathKey = "params";

    /// <summary>Whether the record knows that the domain has what is at the path; it knows nothing while a medium is being changed.</summary>
    internal bool Shows(string path) => RuntimeProperties.TryGetValue(PathKey, out var known) && known == path;

    /// <inheritdoc/>
    public override void Check(XenObject? before, Changes changes)
    {
        var was = (Vbd?)before;
        if (was is { CurrentlyAttached: true } && CurrentlyAttached && (was.Device != Device || was.Mode != Mode || was.Type != Type))
        {
            throw Errors.OperationNotAllowed();
        }

        if (was?.Device != Device)
        {
            DiskNames.Check(this, changes.Get(Vm), changes);
        }

        if (QosAlgorithmType.Length > 0 && !QosSupportedAlgorithms.Contains(QosAlgorithmType))
        {
            throw Errors.ValueNotSupported("VBD.qos_algorithm_type", Collections.Shortened(QosAlgorithmType), "is none of qos_supported_algorithms");
        }

        if (changes.Find(Vdi) is not { } image)
        {
            return;
        }

        if (Mode == VbdMode.ReadWrite && image.ReadOnly && (was?.Mode != Mode || was.Vdi != Vdi))
        {
            throw Errors.ValueNotSupported("VBD.mode", Mode.WireName(), "nobody may write to the image");
        }

        // What a domain has already is a fact and no longer a question.
        var isAsking = IsClaimed && (was?.Vdi != Vdi || (!was.IsClaimed && !CurrentlyAttached));
        if (isAsking && !image.Sharable && !image.ReadOnly)
        {
            CheckSharing(image, changes);
        }
    }

    // Many may read an image, or one may write to it: that is what the disk back ends of Xen allow, too.
    private void CheckSharing(Vdi image, Changes changes)
    {
        foreach (var other in image.Vbds)
        {
            if (other.Id != Id && changes.Get(other) is { IsClaimed: true } user && (user.Mode == VbdMode.ReadWrite || Mode == VbdMode.ReadWrite))
            {
                throw Errors.VdiInUse(image.Id, "attach");
            }
        }
    }
}
