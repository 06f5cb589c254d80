using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Storage;

/// <summary>The messages of the class <c>crashdump</c> beyond those that every class has.</summary>
internal static class CrashdumpCalls
{
    [Call("crashdump.destroy", "Removes a crash dump and the image that holds it.", Role.VmAdmin, Errors = ["VDI_ERROR"])]
    public static Task Destroy(Caller caller, Ref<Crashdump> self) => caller.Engine.Storage.DestroyAsync(self);
}
