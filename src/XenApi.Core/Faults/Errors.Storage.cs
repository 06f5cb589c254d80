using XenApi.Core.Declarations;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Faults;

/// <content>Errors of storage.</content>
public static partial class Errors
{
    private static readonly ErrorCode SrFullCode = Declare(
        "SR_FULL", ["needed", "available"], "The storage cannot promise that much more, in bytes; destroy images, or ask for less.", ApiVersion.Xend);

    private static readonly ErrorCode VdiErrorCode = Declare(
        "VDI_ERROR", ["reason", "vdi"], "Something still needs the image, which is told by name.", ApiVersion.Xend);

    private static readonly ErrorCode SrUnknownDriverCode = Declare(
        "SR_UNKNOWN_DRIVER", ["driver"], "There is no such type of storage; SR.get_supported_types tells which there are.", ApiVersion.Xend);

    private static readonly ErrorCode SrBackendFailureCode = Declare(
        "SR_BACKEND_FAILURE", ["status", "stdout", "stderr"], "The host could not do that with the storage; the last text says why, and what helps.", ApiVersion.Xend);

    private static readonly ErrorCode SrNotAttachedCode = Declare(
        "SR_NOT_ATTACHED", ["sr"], "The host is not connected to the storage; plug its PBD.", ApiVersion.Xend);

    private static readonly ErrorCode SrHasPbdCode = Declare(
        "SR_HAS_PBD", ["sr"], "A host is still connected to the storage; unplug its PBD first.", ApiVersion.Xend);

    private static readonly ErrorCode SrHasNoPbdsCode = Declare(
        "SR_HAS_NO_PBDS", ["sr"], "No PBD tells where the storage is; create one, or forget the SR.", ApiVersion.Xend);

    private static readonly ErrorCode SrNotEmptyCode = Declare(
        "SR_NOT_EMPTY", [], "The storage holds images; destroy them, or forget the SR, which leaves them where they are.", ApiVersion.Xend);

    private static readonly ErrorCode SrIndestructibleCode = Declare(
        "SR_INDESTRUCTIBLE", ["sr"], "The storage is part of the server and always there.", ApiVersion.Xend);

    private static readonly ErrorCode SrOperationNotSupportedCode = Declare(
        "SR_OPERATION_NOT_SUPPORTED", ["sr"], "Storage of that type cannot do that.", ApiVersion.Xend);

    private static readonly ErrorCode SrDeviceInUseCode = Declare(
        "SR_DEVICE_IN_USE", [], "Another SR of this server is there already.", ApiVersion.Xend);

    /// <summary>The storage is full.</summary>
    public static ApiError SrFull(long neededBytes, long availableBytes, Exception? cause = null) =>
        cause is null ? SrFullCode.With($"{neededBytes}", $"{availableBytes}") : SrFullCode.Because(cause, $"{neededBytes}", $"{availableBytes}");

    /// <summary>Something still needs the image.</summary>
    public static ApiError VdiError(string reason, string vdiName) => VdiErrorCode.With(reason, vdiName);

    /// <summary>There is no such type of storage.</summary>
    public static ApiError SrUnknownDriver(string type) => SrUnknownDriverCode.With(type);

    /// <summary>The host could not do that with the storage.</summary>
    public static ApiError SrBackendFailure(string reason, Exception? cause = null, int status = 1) =>
        cause is null ? SrBackendFailureCode.With($"{status}", "", reason) : SrBackendFailureCode.Because(cause, $"{status}", "", reason);

    /// <summary>The host is not connected to the storage.</summary>
    public static ApiError SrNotAttached(Ref<Sr> sr) => SrNotAttachedCode.With(sr.ToString());

    /// <summary>A host is still connected to the storage.</summary>
    public static ApiError SrHasPbd(Ref<Sr> sr) => SrHasPbdCode.With(sr.ToString());

    /// <summary>Nothing tells where the storage is.</summary>
    public static ApiError SrHasNoPbds(Ref<Sr> sr) => SrHasNoPbdsCode.With(sr.ToString());

    /// <summary>The storage holds images.</summary>
    public static ApiError SrNotEmpty() => SrNotEmptyCode.With();

    /// <summary>The storage is always there.</summary>
    public static ApiError SrIndestructible(Ref<Sr> sr) => SrIndestructibleCode.With(sr.ToString());

    /// <summary>Storage of that type cannot do that.</summary>
    public static ApiError SrOperationNotSupported(Ref<Sr> sr) => SrOperationNotSupportedCode.With(sr.ToString());

    /// <summary>Another SR is there already.</summary>
    public static ApiError SrDeviceInUse() => SrDeviceInUseCode.With();
}
