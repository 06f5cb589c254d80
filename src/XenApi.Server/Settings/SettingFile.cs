using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace XenApi.Server.Settings;

/// <summary>The configuration file, and the part of the environment that stands beside it.</summary>
internal static class SettingFile
{
    private const string Prefix = "XENCIM_";

    // Read elsewhere: it is a secret, and no setting of the server.
    private const string RootPassword = "ROOT_PASSWORD";

    /// <summary>Reads the file that the command line or the environment names, else the one in a standard place, if any.</summary>
    public static IConfiguration Read(string? named, IReadOnlyDictionary<string, string?> environment)
    {
        var origin = named is null ? Prefix + "CONFIG" : "--config";
        named ??= environment.GetValueOrDefault(Prefix + "CONFIG");
        if ((named ?? StandardPlaces.ConfigFile(environment)) is not { Length: > 0 } path)
        {
            return new ConfigurationBuilder().Build();
        }

        try
        {
            using var stream = File.OpenRead(path);
            return new ConfigurationBuilder().AddJsonStream(stream).Build();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or InvalidDataException or JsonException)
        {
            throw new SettingException(named is null ? "configuration file" : origin, path, $"it takes the path of a JSON file that can be read ({e.InnerException?.Message ?? e.Message})", e);
        }
    }

    /// <summary>The settings in the environment: <c>XENCIM_LIMITS__BODYBYTES</c> is <c>limits:bodyBytes</c>.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Of(IReadOnlyDictionary<string, string?> environment) => environment
        .Where(variable => variable.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        .Select(variable => KeyValuePair.Create(variable.Key[Prefix.Length..].Replace("__", ":", StringComparison.Ordinal), variable.Value))
        .Where(variable => !variable.Key.Equals(RootPassword, StringComparison.OrdinalIgnoreCase));
}
