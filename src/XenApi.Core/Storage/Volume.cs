namespace XenApi.Core.Storage;

/// <summary>A logical volume, ours or not.</summary>
/// <param name="Name">Its name in its group.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="UsedBytes">What it takes up.</param>
/// <param name="Kind">LVM's word for how it is made up: linear, thin, thin-pool, …</param>
/// <param name="Tags">Its tags.</param>
internal sealed record Volume(string Name, long SizeBytes, long UsedBytes, string Kind, IReadOnlyList<string> Tags)
{
    /// <summary>A volume in a thin pool: it reads as zeros at first, and can share blocks.</summary>
    public const string Thin = "thin";

    /// <summary>A pool that thin volumes take their blocks from.</summary>
    public const string ThinPool = "thin-pool";

    /// <summary>Whether it has no device at the moment.</summary>
    public bool IsInactive { get; init; }

    /// <summary>From which byte on it still has what was there before; null where it has nothing of that.</summary>
    public long? UnzeroedFrom { get; init; }
}
