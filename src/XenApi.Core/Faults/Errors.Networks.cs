using XenApi.Core.Declarations;

namespace XenApi.Core.Faults;

/// <content>Errors of networks and the interfaces of hosts.</content>
public static partial class Errors
{
    private static readonly ErrorCode NetworkAlreadyConnectedCode = Declare(
        "NETWORK_ALREADY_CONNECTED", ["network", "connected PIF"], "The host is on the network already, by the interface that is named; destroy that one first.");

    private static readonly ErrorCode PifIsPhysicalCode = Declare(
        "PIF_IS_PHYSICAL", ["PIF"], "The interface is hardware: it can be neither destroyed nor made a VLAN nor moved to another device.");

    private static readonly ErrorCode VlanTagInvalidCode = Declare(
        "VLAN_TAG_INVALID", ["VLAN"], "The tag of a VLAN is from 0 to 4095.");

    private static readonly ErrorCode UniqueNameErrorCode = Declare(
        "UNIQUE_NAME_ERROR", ["name", "class"], "Another object of the class has the name; choose another one.", ApiVersion.Xend);

    private static readonly ErrorCode NetworkErrorCode = Declare(
        "NETWORK_ERROR", ["reason", "network"], "The network is in use, or the host could not make its bridge.", ApiVersion.Xend);

    private static readonly ErrorCode InvalidDeviceErrorCode = Declare(
        "INVALID_DEVICE_ERROR", ["device"], "The host has no physical interface of that name.", ApiVersion.Xend);

    /// <summary>The host is on the network already.</summary>
    public static ApiError NetworkAlreadyConnected(Guid network, Guid pif) => NetworkAlreadyConnectedCode.With(network.ToString(), pif.ToString());

    /// <summary>The interface is hardware.</summary>
    public static ApiError PifIsPhysical(Guid pif) => PifIsPhysicalCode.With(pif.ToString());

    /// <summary>There is no such VLAN.</summary>
    public static ApiError VlanTagInvalid(long tag) => VlanTagInvalidCode.With($"{tag}");

    /// <summary>Another object has the name.</summary>
    public static ApiError UniqueNameError(string name, string className) => UniqueNameErrorCode.With(name, className);

    /// <summary>The network is in use, or cannot be made.</summary>
    public static ApiError NetworkError(string reason, string network, Exception? cause = null) =>
        cause is null ? NetworkErrorCode.With(reason, network) : NetworkErrorCode.Because(cause, reason, network);

    /// <summary>There is no such physical interface.</summary>
    public static ApiError InvalidDevice(string device) => InvalidDeviceErrorCode.With(device);
}
