using XenApi.Core.Model;
using XenApi.Core.Values;

namespace XenApi.Core.Storage;

/// <summary>Where an SR is, as a connection says it.</summary>
/// <param name="Sr">The SR.</param>
/// <param name="Config">The connection's device_config.</param>
/// <param name="SmConfig">How the SR keeps its images.</param>
internal sealed record StoragePlace(Ref<Sr> Sr, Map<string, string> Config, Map<string, string> SmConfig)
{
    /// <summary>The name of what is only this SR's: it cannot be anybody else's.</summary>
    public string Name => Sr.ToString();
}
