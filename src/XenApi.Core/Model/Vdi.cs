using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>A disk image.</summary>
[XenClass("VDI", "A disk image.",
    Documented = Implicit.Record | Implicit.ByUuid | Implicit.All | Implicit.ByName | Implicit.Create | Implicit.Destroy, Role = Role.VmAdmin)]
public sealed partial record Vdi : XenObject
{
    [Field("name_label", Access.ReadWrite, "Its name.")]
    public string NameLabel { get; init; } = "";

    [Field("name_description", Access.ReadWrite, "What its owner says of it.")]
    public string NameDescription { get; init; } = "";

    [Field("SR", Access.StaticReadOnly, "The place where it is kept.")]
    public Ref<Sr> Sr { get; init; }

    [Field("VBDs", Access.ReadOnly, "The disks that show it to machines.", Inverse = nameof(Vbd.Vdi))]
    public Links<Vbd> Vbds { get; init; }

    [Field("crash_dumps", Access.ReadOnly, "The crash dumps that it holds.", Inverse = nameof(Crashdump.Vdi))]
    public Links<Crashdump> CrashDumps { get; init; }

    [Field("virtual_size", Access.ReadWrite, "Its size as guests see it, in bytes.")]
    public long VirtualSize { get; init; }

    [Field("physical_utilisation", Access.ReadOnly, "What it takes up, in bytes.")]
    public long PhysicalUtilisation { get; init; }

    [Field("type", Access.StaticReadOnly, "What it is for.")]
    public VdiType Type { get; init; }

    [Field("sharable", Access.ReadWrite, "Whether several machines may write to it at once.")]
    public bool Sharable { get; init; }

    [Field("read_only", Access.ReadWrite, "Whether nobody may write to it.")]
    public bool ReadOnly { get; init; }

    [Field("other_config", Access.ReadWrite, "Whatever clients keep with it; location is its path on the host.")]
    public Map<string, string> OtherConfig { get; init; }

    [Field("security_label", Access.ReadOnly, "The label that a security policy would judge it by.", Since = ApiVersion.V1_0_10)]
    public string SecurityLabel { get; init; } = "";

    [Field("tags", Access.ReadWrite, "Words that clients sort it by.", Since = ApiVersion.Xapi)]
    public Set<string> Tags { get; init; }

    [Field("is_a_snapshot", Access.ReadOnly, "Whether it is an image as it was at one moment.", Since = ApiVersion.Xapi)]
    public bool IsASnapshot { get; init; }

    [Field("snapshot_of", Access.ReadOnly, "The image that it is a snapshot of.", Since = ApiVersion.Xapi)]
    public Ref<Vdi> SnapshotOf { get; init; }

    [Field("snapshots", Access.ReadOnly, "Its snapshots.", Since = ApiVersion.Xapi, Inverse = nameof(SnapshotOf))]
    public Links<Vdi> Snapshots { get; init; }

    /// <summary>Whether the server made it for the memory of a machine: it is of no use when nothing refers to it any more.</summary>
    [Stored("memory")]
    public bool IsMemory { get; init; }

    /// <summary>The format it was made in; empty for that of its SR.</summary>
    [Stored("format")]
    public string Format { get; init; } = "";

    /// <summary>Whether it is a copy for a machine that is not there yet: of no use where the making of that was cut off.</summary>
    [Stored("part")]
    public bool IsPart { get; init; }

    /// <summary>Who refers by <c>SuspendVdi</c>.</summary>
    [Link(nameof(Vm.SuspendVdi))]
    public Links<Vm> SuspendedVms { get; init; }
}
