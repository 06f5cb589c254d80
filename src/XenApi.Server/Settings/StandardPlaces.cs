namespace XenApi.Server.Settings;

/// <summary>Where files are looked for when nobody says: the places of the XDG base directory specification.</summary>
internal static class StandardPlaces
{
    /// <summary>The configuration file: the user's own, else the machine's, else none.</summary>
    public static string? ConfigFile(IReadOnlyDictionary<string, string?> environment) =>
        new[] { Path.Combine(Of(environment, "XDG_CONFIG_HOME", ".config"), "xencim", "xencim.json"), "/etc/xencim/xencim.json" }.FirstOrDefault(File.Exists);

    /// <summary>The state directory of the user.</summary>
    public static string State(IReadOnlyDictionary<string, string?> environment) =>
        Path.Combine(Of(environment, "XDG_STATE_HOME", Path.Combine(".local", "state")), "xencim");

    private static string Of(IReadOnlyDictionary<string, string?> environment, string name, string belowHome) =>
        environment.GetValueOrDefault(name) is { Length: > 0 } path && Path.IsPathRooted(path)
            ? path
            : Path.Combine(environment.GetValueOrDefault("HOME") is { Length: > 0 } home ? home : "/", belowHome);
}
