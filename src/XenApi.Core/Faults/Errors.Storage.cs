using XenApi.Core.Declarations;

namespace XenApi.Core.Faults;

/// <content>Errors of storage.</content>
public static partial class Errors
{
    private static readonly ErrorCode SrFullCode = Declare(
        "SR_FULL", ["needed", "available"], "The storage cannot promise that much more, in bytes; destroy images, or ask for less.", ApiVersion.Xend);

    private static readonly ErrorCode VdiErrorCode = Declare(
        "VDI_ERROR", ["reason", "vdi"], "Something still needs the image, which is told by name.", ApiVersion.Xend);

    /// <summary>The storage is full.</summary>
    public static ApiError SrFull(long neededBytes, long availableBytes, Exception? cause = null) =>
        cause is null ? SrFullCode.With($"{neededBytes}", $"{availableBytes}") : SrFullCode.Because(cause, $"{neededBytes}", $"{availableBytes}");

    /// <summary>Something still needs the image.</summary>
    public static ApiError VdiError(string reason, string vdiName) => VdiErrorCode.With(reason, vdiName);
}
