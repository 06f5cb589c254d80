using System.Text.Json;

namespace Hypervisor.Native.Simulated;

/// <summary>Reads a world's description of a JSON file.</summary>
internal static class WorldFile
{
    private const long MostBytes = 64 << 20;

    /// <summary>Reads it.</summary>
    public static SimulatedWorld Load(string path)
    {
        using var file = File.OpenRead(path);
        if (file.Length > MostBytes)
        {
            throw new FormatException($"{path} is larger than {MostBytes} bytes.");
        }

        try
        {
            var world = JsonSerializer.Deserialize(file, SimulatedJson.Default.SimulatedWorld) ?? throw new FormatException($"{path} is empty.");
            return WorldCheck.Wrong(world) is { } wrong ? throw new FormatException($"{path}: {wrong}") : world;
        }
        catch (JsonException e)
        {
            var where = e.Path is null or "$" ? "" : $" {e.Path}";
            throw new FormatException($"{path}:{where} {e.Message}", e);
        }
    }
}
