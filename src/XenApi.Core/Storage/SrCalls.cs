using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Faults;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Storage;

/// <summary>
/// The messages of the class <c>SR</c> beyond those that every class has. The documents of the classic API have none that makes an SR; those here are
/// XAPI's, with its signatures.
/// </summary>
internal static class SrCalls
{
    [Call("SR.get_supported_types", "The types of storage that this server has.", Role.ReadOnly)]
    public static Set<string> GetSupportedTypes(Caller caller) => caller.Engine.Storage.Types.Names;

    [Call("SR.create", "Makes an SR of a type, where device_config says, and connects the host to it, or all hosts where it is shared.", Role.PoolAdmin, Since = ApiVersion.Xend,
        Errors = ["SR_UNKNOWN_DRIVER", "SR_BACKEND_FAILURE", "SR_DEVICE_IN_USE", "VALUE_NOT_SUPPORTED"])]
    public static Task<Ref<Sr>> Create(
        Caller caller, Ref<Host> host, Map<string, string> device_config, long physical_size, string name_label, string name_description, string type, string content_type, bool shared,
        Map<string, string> sm_config = default)
    {
        // The storage itself knows its size.
        _ = physical_size;
        var sr = new Sr
        {
            Id = Guid.NewGuid(), NameLabel = name_label, NameDescription = name_description, Type = type, ContentType = content_type, Shared = shared, SmConfig = sm_config,
        };
        return caller.Engine.Storage.Connections.CreateAsync(sr, host, device_config, caller.Cancelled);
    }

    [Call("SR.introduce", "Makes the object of an SR that is there already; its images become objects when a PBD is plugged.", Role.PoolAdmin, Since = ApiVersion.Xend,
        Errors = ["SR_UNKNOWN_DRIVER", "VALUE_NOT_SUPPORTED"])]
    public static async Task<Ref<Sr>> Introduce(
        Caller caller, string uuid, string name_label, string name_description, string type, string content_type, bool shared, Map<string, string> sm_config = default)
    {
        if (!Wire.TryRef(uuid, out var given) || given is not { } id)
        {
            throw Errors.ValueNotSupported("uuid", Collections.Shortened(uuid), "must be the UUID of the SR, which the directory or tag of its images tells");
        }

        if (caller.Engine.Storage.Types.Of(type) is ClassicType)
        {
            throw Errors.ValueNotSupported("type", type, "its one SR is always there");
        }

        var sr = new Sr
        {
            Id = id, NameLabel = name_label, NameDescription = name_description, Type = type, ContentType = content_type, Shared = shared, SmConfig = sm_config, IsIntroduced = true,
        };
        await caller.CommitAsync(changes => changes.Add(sr)).ConfigureAwait(false);
        return new(id);
    }

    [Call("SR.scan", "Looks at the storage anew: its size, what its images take up, and media that came or went.", Role.VmAdmin, Since = ApiVersion.Xend,
        Errors = ["SR_NOT_ATTACHED", "SR_BACKEND_FAILURE"])]
    public static Task Scan(Caller caller, Ref<Sr> sr) => caller.Engine.Storage.Connections.ScanAsync(sr, caller.Cancelled);

    [Call("SR.forget", "Drops an SR whose PBDs are unplugged, with the objects of its images; the images stay where they are.", Role.PoolAdmin, Since = ApiVersion.Xend,
        Errors = ["SR_HAS_PBD", "SR_INDESTRUCTIBLE", "VDI_ERROR"])]
    public static Task Forget(Caller caller, Ref<Sr> sr) => caller.Engine.Storage.Connections.ForgetAsync(sr, caller.Cancelled);

    [Call("SR.destroy", "Drops an SR whose PBDs are unplugged and that holds no images, and removes what was made for it.", Role.PoolAdmin, Since = ApiVersion.Xend,
        Errors = ["SR_HAS_PBD", "SR_HAS_NO_PBDS", "SR_INDESTRUCTIBLE", "SR_NOT_EMPTY"])]
    public static Task Destroy(Caller caller, Ref<Sr> sr) => caller.Engine.Storage.Connections.DestroyAsync(sr, caller.Cancelled);
}
