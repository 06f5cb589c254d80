namespace XenApi.Core.Storage;

/// <summary>What LVM tells of a volume group, in bytes.</summary>
/// <param name="SizeBytes">All of it.</param>
/// <param name="FreeBytes">What no volume has.</param>
/// <param name="ExtentBytes">Sizes of volumes are multiples of that.</param>
internal sealed record GroupFacts(long SizeBytes, long FreeBytes, long ExtentBytes);
