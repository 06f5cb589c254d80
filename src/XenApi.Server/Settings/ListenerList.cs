namespace XenApi.Server.Settings;

/// <summary>Reads the listeners of one protocol.</summary>
/// <remarks>
/// Addresses on the command line, or in the environment as one text, take the place of the file's list; what the
/// file says of a listener with the same address still holds for it, so that its restrictions are not lost.
/// </remarks>
internal static class ListenerList
{
    private const string None = "none";

    /// <summary>Reads the listeners below a name.</summary>
    public static IReadOnlyList<ListenerSettings> Read(
        SettingReader reader, string name, IReadOnlyList<string> commandLine, string standard, CommonSettings common)
    {
        var configured = Configured(reader, name, common);
        var text = reader.Text(name)?.Split((char[])[' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries);
        IReadOnlyList<string> urls = commandLine.Count > 0 ? commandLine : text ?? (configured is null ? [standard] : []);
        if (urls.Contains(None))
        {
            return urls.Count == 1 ? [] : throw new SettingException(name, string.Join(' ', urls), "none goes with no other address");
        }

        var listeners = urls.Count == 0
            ? configured ?? []
            : [.. urls.Select(url => Named(configured ?? [], url) ?? ListenerSettings.Read(SettingReader.Empty, name, url, common))];
        var twice = listeners.GroupBy(l => l.Address.ToString()).FirstOrDefault(g => g.Count() > 1 && !g.Key.EndsWith(":0", StringComparison.Ordinal));
        return twice is null ? listeners : throw new SettingException(name, twice.Key, "each address can be given once");
    }

    // Null where the list says nothing; empty where it says none.
    private static List<ListenerSettings>? Configured(SettingReader reader, string name, CommonSettings common)
    {
        var below = reader.Below(name);
        var named = reader.Names(name).Select(i => (Url: below.Text(i) ?? below.Below(i).Text("url"), Settings: below.Below(i))).ToList();
        return named switch
        {
            [] => null,
            [{ Url: None }] => [],
            _ => [.. named.Select(entry => ListenerSettings.Read(
                entry.Settings,
                entry.Settings.Full("url"),
                entry.Url ?? throw new SettingException(entry.Settings.Full("url"), null, ListenAddress.Accepted),
                common))],
        };
    }

    private static ListenerSettings? Named(List<ListenerSettings> configured, string url) =>
        ListenAddress.TryParse(url) is { } address ? configured.Find(l => l.Address.ToString() == address.ToString()) : null;
}
