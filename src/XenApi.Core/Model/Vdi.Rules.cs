using XenApi.Core.Faults;
using XenApi.Core.Memory;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <content>The rules of an image.</content>
public sealed partial record Vdi
{
    /// <summary>The largest image, in bytes: 16 TiB, the most that a file of ext4 can hold.</summary>
    public const long VirtualSizeMostBytes = 16L << 40;

    /// <summary>
    /// The path of an image that was there before and is not ours: neither made, nor measured, nor removed with the
    /// object. Empty for an image that the server made.
    /// </summary>
    internal string Location => OtherConfig.GetOr("location", "");

    /// <summary>The format that a client wants for a new image; null where it leaves that to the SR.</summary>
    internal string? AskedFormat => OtherConfig.TryGetValue("format", out var asked) ? asked : null;

    /// <summary>Whether the server made the file behind it.</summary>
    internal bool IsOurs => Location.Length == 0;

    /// <summary>Whether the server found it where its SR shows what is there, and drops it when it is there no more.</summary>
    internal bool IsShown => !IsOurs && Id == IdOfShown(Sr, Location);

    /// <summary>Whether it holds a machine's memory, in a file that the hypervisor writes as long as it needs.</summary>
    internal bool IsSaved => Type is VdiType.Suspend or VdiType.Crashdump;

    /// <summary>The identity of an image that is found at a place.</summary>
    internal static Guid IdOfShown(Ref<Sr> sr, string location) => Hypervisor.Native.NamedUuid.Of(sr.Id ?? default, $"shown {location}");

    /// <inheritdoc/>
    public override void Check(XenObject? before, Changes changes)
    {
        if (Sr.IsNull)
        {
            throw Errors.HandleInvalid(Model.Sr.Descriptor.Name, "");
        }

        if (before is Vdi was)
        {
            CheckChange(was, changes);
        }

        CheckSize();
    }

    /// <summary>The size is one that an image can have.</summary>
    internal void CheckSize()
    {
        if (VirtualSize < (IsOurs ? 1 : 0) || VirtualSize > VirtualSizeMostBytes)
        {
            throw Errors.ValueNotSupported("virtual_size", $"{VirtualSize}", $"must be from 1 to {VirtualSizeMostBytes} bytes");
        }
    }

    private void CheckChange(Vdi was, Changes changes)
    {
        if (Location != was.Location)
        {
            throw Errors.ValueNotSupported("other_config", "location", "is given at create and fixed then; make another VDI for another image");
        }

        if (VirtualSize < was.VirtualSize && IsOurs)
        {
            throw Errors.ValueNotSupported("virtual_size", $"{VirtualSize}", $"an image cannot shrink; it has {was.VirtualSize} bytes");
        }

        if (IsShown && !ReadOnly)
        {
            throw Errors.ValueNotSupported("read_only", "false", "a medium that the SR only shows is only read");
        }

        if (VirtualSize > was.VirtualSize && IsOurs && Users(changes).Any())
        {
            throw Errors.VdiInUse(Id, "set_virtual_size");
        }

        if (ReadOnly && !was.ReadOnly && Users(changes).Any(vbd => vbd.Mode == VbdMode.ReadWrite))
        {
            throw Errors.VdiInUse(Id, "set_read_only");
        }

        if (!Sharable && was.Sharable && Users(changes).Any(vbd => vbd.Mode == VbdMode.ReadWrite) && Users(changes).Count() > 1)
        {
            throw Errors.VdiInUse(Id, "set_sharable");
        }
    }

    // A suspended machine, too: it comes back to the image as it left it.
    private IEnumerable<Vbd> Users(Changes changes) => Vbds.Select(changes.Get).Where(vbd => vbd.IsClaimed || vbd.CurrentlyAttached);
}
