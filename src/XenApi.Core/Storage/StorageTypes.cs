using XenApi.Core.Faults;
using XenApi.Core.Values;

namespace XenApi.Core.Storage;

/// <summary>The types of SR that there are.</summary>
/// <param name="stateDirectory">The server's own state.</param>
/// <param name="sizeBytes">How much each SR of files may promise; null for the size of its file system.</param>
internal sealed class StorageTypes(string stateDirectory, long? sizeBytes)
{
    /// <summary>The types whose one SR is always there; the first is the one that is taken where a client names none.</summary>
    public IReadOnlyList<ClassicType> Classic { get; } =
    [
        new("local", "Local", "Disk images in sparse files of this host.", Path.Combine(stateDirectory, "images"), ImageFormat.Raw, sizeBytes),
        new("qcow_file", "QCoW", "Disk images in qcow2 files of this host.", Path.Combine(stateDirectory, "qcow"), ImageFormat.Qcow2, sizeBytes),
    ];

    /// <summary>Their names, all of them.</summary>
    public Set<string> Names => Set.Of(All.Select(type => type.Name));

    /// <summary>All of them.</summary>
    public IEnumerable<StorageType> All => [.. Classic, .. Others];

    private IReadOnlyList<StorageType> Others { get; } = [new FileType(stateDirectory, sizeBytes), new IsoType(), new LvmType(), new NfsType(stateDirectory, sizeBytes)];

    /// <summary>The type of a name; <c>SR_UNKNOWN_DRIVER</c> where there is none.</summary>
    public StorageType Of(string name) => All.FirstOrDefault(type => type.Name == name) ?? throw Errors.SrUnknownDriver(Collections.Shortened(name));
}
