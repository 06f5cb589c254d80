namespace XenApi.Core.Storage;

/// <summary>Something in a repository that bears the identity of an image.</summary>
/// <param name="Id">The identity.</param>
/// <param name="Path">Where it is.</param>
/// <param name="LengthBytes">How long it is, in bytes.</param>
/// <param name="UsedBytes">What it takes up, in bytes.</param>
/// <param name="IsUnfinished">Whether it says of itself that the last change of its size was cut off.</param>
/// <param name="Fault">What is wrong with it, in words; null where nothing is.</param>
internal sealed record FoundImage(Guid Id, string Path, long LengthBytes, long UsedBytes, bool IsUnfinished = false, string? Fault = null);
