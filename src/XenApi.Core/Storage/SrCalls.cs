using XenApi.Core.Calls;
using XenApi.Core.Declarations;
using XenApi.Core.Values;

namespace XenApi.Core.Storage;

/// <summary>The messages of the class <c>SR</c> beyond those that every class has.</summary>
internal static class SrCalls
{
    [Call("SR.get_supported_types", "The types of storage that this server has.", Role.ReadOnly)]
    public static Set<string> GetSupportedTypes(Caller caller) => StorageOpening.Types;
}
