using Hypervisor.Native.Simulated;
using XenApi.Server.Settings;

namespace XenApi.Server;

/// <summary>What the setting <c>simulate</c> stands for.</summary>
internal static class World
{
    /// <summary>Reads a description, from a file or in short.</summary>
    public static SimulatedWorld Of(string? simulate)
    {
        try
        {
            return simulate is null ? SimulatedWorld.Default
                : simulate.Contains('=', StringComparison.Ordinal) && !File.Exists(simulate) ? SimulatedWorld.Parse(simulate)
                : SimulatedWorld.Load(simulate);
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException or InvalidDataException or System.Text.Json.JsonException or ArgumentException)
        {
            throw new SettingException("simulate", simulate, $"it takes a JSON file, or for instance vms=10000,hosts=1,seed=7 ({e.Message})", e);
        }
    }
}
