namespace XenApi.Server.Settings;

/// <summary>Reads the listeners of one protocol.</summary>
/// <remarks>
/// Addresses on the command line, or in the environment as one text, take the place of the file's list; what the
/// file says of a listener with the same address still holds for it, so that its restrictions are not lost.
/// </remarks>
internal static class ListenerList
{
    private const string None = "none";

    /// <summary>Reads the listeners of a kind.</summary>
    public static IReadOnlyList<ListenerSettings> Read(
        SettingReader reader, ListenerKind kind, IReadOnlyList<string> commandLine, CommonSettings common)
    {
        var name = kind.Name;
        var configured = Configured(reader, kind, common);
        var text = reader.Text(name)?.Split((char[])[' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries);
        IReadOnlyList<string> urls = commandLine.Count > 0 ? commandLine : text ?? (configured is null ? [kind.Standard] : []);
        if (urls.Contains(None))
        {
            return urls.Count == 1 ? [] : throw new SettingException(name, string.Join(' ', urls), "none goes with no other address");
        }

        var listeners = urls.Count == 0
            ? configured ?? []
            : [.. urls.Select(url => Named(configured ?? [], url, kind) ?? ListenerSettings.Read(SettingReader.Empty, kind, name, url, common))];
        var twice = listeners.GroupBy(l => l.Address.ToString()).FirstOrDefault(g => g.Count() > 1 && !g.Key.EndsWith(":0", StringComparison.Ordinal));
        return twice is null ? listeners : throw new SettingException(name, twice.Key, "each address can be given once");
    }

    // Null where the list says nothing; empty where it says none.
    private static List<ListenerSettings>? Configured(SettingReader reader, ListenerKind kind, CommonSettings common)
    {
        var below = reader.Below(kind.Name);
        var named = reader.Names(kind.Name).Select(i => (Url: below.Text(i) ?? below.Below(i).Text("url"), Settings: below.Below(i))).ToList();
        return named switch
        {
            [] => null,
            [{ Url: None }] => [],
            _ => [.. named.Select(entry => ListenerSettings.Read(
                entry.Settings,
                kind,
                entry.Settings.Full("url"),
                entry.Url ?? throw new SettingException(entry.Settings.Full("url"), null, ListenAddress.Accepted),
                common))],
        };
    }

    private static ListenerSettings? Named(List<ListenerSettings> configured, string url, ListenerKind kind) =>
        ListenAddress.TryParse(url, kind) is { } address ? configured.Find(l => l.Address.ToString() == address.ToString()) : null;
}
