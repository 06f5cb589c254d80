using Microsoft.Win32.SafeHandles;

namespace XenApi.Core.Storage;

/// <summary>What a copy is written to.</summary>
/// <param name="File">The file or device.</param>
/// <param name="IsDevice">Whether it has its length already.</param>
/// <param name="IsZeroed">Whether it reads as zeros so far.</param>
internal sealed record CopyTarget(SafeFileHandle File, bool IsDevice = false, bool IsZeroed = true);
