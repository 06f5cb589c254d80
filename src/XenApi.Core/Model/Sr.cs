using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace XenApi.Core.Model;

/// <summary>A place where disk images are kept.</summary>
[XenClass("SR", "A place where disk images are kept.",
    Documented = Implicit.Record | Implicit.ByUuid | Implicit.All | Implicit.ByName)]
public sealed partial record Sr : XenObject
{
    [Field("name_label", Access.ReadWrite, "Its name.")]
    public string NameLabel { get; init; } = "";

    [Field("name_description", Access.ReadWrite, "What its owner says of it.")]
    public string NameDescription { get; init; } = "";

    [Field("VDIs", Access.ReadOnly, "The images it holds.", Inverse = nameof(Vdi.Sr))]
    public Links<Vdi> Vdis { get; init; }

    [Field("PBDs", Access.ReadOnly, "The connections of hosts to it.", Inverse = nameof(Pbd.Sr))]
    public Links<Pbd> Pbds { get; init; }

    [Field("virtual_allocation", Access.ReadOnly, "The sum of the sizes promised to its images, in bytes.")]
    public long VirtualAllocation { get; init; }

    [Field("physical_utilisation", Access.ReadOnly, "What its images take up, in bytes.")]
    public long PhysicalUtilisation { get; init; }

    [Field("physical_size", Access.StaticReadOnly, "Its size, in bytes.")]
    public long PhysicalSize { get; init; }

    [Field("type", Access.StaticReadOnly, "The kind of storage, such as local or qcow_file.")]
    public string Type { get; init; } = "";

    [Field("content_type", Access.StaticReadOnly, "What it is meant to hold; empty for anything.")]
    public string ContentType { get; init; } = "";

    [Field("shared", Access.ReadOnly, "Whether several hosts may be connected to it.", Since = ApiVersion.Xapi)]
    public bool Shared { get; init; }

    [Field("sm_config", Access.ReadWrite, "How it keeps its images: format is that of its disks.", Since = ApiVersion.Xapi)]
    public Map<string, string> SmConfig { get; init; }

    [Field("tags", Access.ReadWrite, "Words that clients sort it by.", Since = ApiVersion.Xapi)]
    public Set<string> Tags { get; init; }

    /// <summary>Whether it was made elsewhere or before, and this server has not seen its images yet: they are taken over at the first connection.</summary>
    [Stored("introduced")]
    public bool IsIntroduced { get; init; }

    /// <summary>What the bases of its images take up, in bytes; no image counts that, and <see cref="PhysicalUtilisation"/> does.</summary>
    [Stored("bases")]
    public long BaseBytes { get; init; }

    /// <summary>Who refers by <c>SuspendImageSr</c>.</summary>
    [Link(nameof(Host.SuspendImageSr))]
    public Links<Host> SuspendImageHosts { get; init; }

    /// <summary>Who refers by <c>CrashDumpSr</c>.</summary>
    [Link(nameof(Host.CrashDumpSr))]
    public Links<Host> CrashDumpHosts { get; init; }
}
