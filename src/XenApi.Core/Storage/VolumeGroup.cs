using System.Globalization;
using System.Text.Json;
using XenApi.Core.Faults;

namespace XenApi.Core.Storage;

/// <summary>A volume group of LVM and those of its volumes that are ours: they carry the tag of our SR. LVM's own tools do the work.</summary>
/// <param name="name">Its name.</param>
/// <param name="tag">The tag of our SR.</param>
internal sealed class VolumeGroup(string name, string tag)
{
    /// <summary>What all that is ours carries, beside the tag of its SR.</summary>
    public const string OurTag = "xencim";

    // A volume with this and a number still has what was there before from that byte on.
    private const string UnzeroedTag = "xencim.unzeroed.";
    private const string Package = "lvm2";

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>The tag of an SR.</summary>
    public static string TagOf(string sr) => $"xencim.sr.{sr}";

    /// <summary>Makes a group of block devices; LVM refuses those on which it finds anything.</summary>
    public Task MakeAsync(IEnumerable<string> devices, CancellationToken cancelled) => RunAsync("vgcreate", ["--addtag", OurTag, "--addtag", tag, name, .. devices], cancelled);

    /// <summary>Removes the group if it is ours and has no volumes, and then its devices' labels.</summary>
    public async Task RemoveAsync(IEnumerable<string> devices, CancellationToken cancelled)
    {
        await RunAsync("vgremove", ["-S", $"vg_tags={tag}", name], cancelled).ConfigureAwait(false);
        await RunAsync("pvremove", devices, cancelled).ConfigureAwait(false);
    }

    /// <summary>Its size and what is free.</summary>
    public async Task<GroupFacts> ReadAsync(CancellationToken cancelled) => ReadGroup(await RunAsync(
        "vgs", ["--reportformat", "json", "--units", "b", "--nosuffix", "-o", "vg_size,vg_free,vg_extent_size", name], cancelled).ConfigureAwait(false));

    /// <summary>All volumes of the group.</summary>
    public async Task<IReadOnlyList<Volume>> VolumesAsync(CancellationToken cancelled) => ReadVolumes(await RunAsync(
        "lvs", ["--reportformat", "json", "--units", "b", "--nosuffix", "-o", "lv_name,lv_size,lv_tags,segtype,data_percent,lv_active", name], cancelled).ConfigureAwait(false));

    /// <summary>Makes a volume of ours; in a thin pool where one is named.</summary>
    public Task CreateAsync(string volume, long sizeBytes, string? pool, CancellationToken cancelled) => RunAsync("lvcreate", CreateArguments(volume, sizeBytes, pool), cancelled);

    /// <summary>Makes a volume of ours that shares the blocks of another, which is thin, until one of them is written to.</summary>
    public Task CloneAsync(string original, string volume, CancellationToken cancelled) => RunAsync(
        "lvcreate", ["--snapshot", "--setactivationskip", "n", "--name", volume, .. Tags(), $"{name}/{original}"], cancelled);

    /// <summary>Lets a volume be larger.</summary>
    public Task GrowAsync(string volume, long sizeBytes, CancellationToken cancelled) => RunAsync("lvextend", ["--size", $"{sizeBytes}b", $"{name}/{volume}"], cancelled);

    /// <summary>Notes on a volume from which byte on it still has what was there before.</summary>
    public Task MarkUnzeroedAsync(string volume, long fromBytes, CancellationToken cancelled) => RunAsync(
        "lvchange", ["--addtag", UnzeroedTag + fromBytes.ToString(CultureInfo.InvariantCulture), $"{name}/{volume}"], cancelled);

    /// <summary>Takes that note away.</summary>
    public Task UnmarkAsync(string volume, long fromBytes, CancellationToken cancelled) => RunAsync(
        "lvchange", ["--deltag", UnzeroedTag + fromBytes.ToString(CultureInfo.InvariantCulture), $"{name}/{volume}"], cancelled);

    /// <summary>Lets a volume have its device.</summary>
    public Task ActivateAsync(string volume, CancellationToken cancelled) => RunAsync("lvchange", ["--activate", "y", $"{name}/{volume}"], cancelled);

    /// <summary>Removes a volume if it carries the tag of our SR; one that is gone already is no error.</summary>
    public async Task RemoveAsync(string volume, CancellationToken cancelled)
    {
        if ((await VolumesAsync(cancelled).ConfigureAwait(false)).Any(present => present.Name == volume))
        {
            await RunAsync("lvremove", ["--force", "--select", $"lv_tags={tag}", $"{name}/{volume}"], cancelled).ConfigureAwait(false);
        }
    }

    /// <summary>Whether a volume is one of our SR's.</summary>
    public bool IsOurs(Volume volume) => volume.Tags.Contains(tag);

    // What is left from before is not a matter of asking, as nobody answers: it is overwritten, or reads as zeros in a pool.
    internal string[] CreateArguments(string volume, long sizeBytes, string? pool) =>
    [
        "--name", volume, "--wipesignatures", "n", .. Tags(),
        .. pool is null ? (string[])["--zero", "n", "--size", $"{sizeBytes}b", name] : ["--virtualsize", $"{sizeBytes}b", "--thinpool", pool, name],
    ];

    internal static GroupFacts ReadGroup(string report)
    {
        using var told = JsonDocument.Parse(report);
        var group = told.RootElement.GetProperty("report")[0].GetProperty("vg")[0];
        return new(Number(group, "vg_size"), Number(group, "vg_free"), Number(group, "vg_extent_size"));
    }

    internal static IReadOnlyList<Volume> ReadVolumes(string report)
    {
        using var told = JsonDocument.Parse(report);
        var volumes = new List<Volume>();
        foreach (var volume in told.RootElement.GetProperty("report")[0].GetProperty("lv").EnumerateArray())
        {
            var tags = Text(volume, "lv_tags").Split(',', StringSplitOptions.RemoveEmptyEntries);
            var unzeroed = tags.FirstOrDefault(one => one.StartsWith(UnzeroedTag, StringComparison.Ordinal));
            var usedPercent = double.TryParse(Text(volume, "data_percent"), CultureInfo.InvariantCulture, out var percent) ? percent : 100;
            var sizeBytes = Number(volume, "lv_size");
            volumes.Add(new(Text(volume, "lv_name"), sizeBytes, (long)(sizeBytes * usedPercent / 100), Text(volume, "segtype"), tags)
            {
                IsInactive = Text(volume, "lv_active").Length == 0,
                UnzeroedFrom = long.TryParse(unzeroed.AsSpan(unzeroed is null ? 0 : UnzeroedTag.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var from) ? from : null,
            });
        }

        // A volume has a line for each of its pieces.
        return [.. volumes.DistinctBy(volume => volume.Name)];
    }

    private static string Text(JsonElement one, string field) => one.GetProperty(field).GetString() ?? "";

    private static long Number(JsonElement one, string field) => long.Parse(Text(one, field), CultureInfo.InvariantCulture);

    private static async Task<string> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancelled)
    {
        try
        {
            return await new HostCommand(program, Package).RunAsync(arguments, cancelled).ConfigureAwait(false);
        }
        catch (ApiError) when (!Environment.IsPrivilegedProcess)
        {
            throw Errors.SrBackendFailure($"{program} needs root; run the server as root to keep images in LVM");
        }
    }

    private string[] Tags() => ["--addtag", OurTag, "--addtag", tag];
}
