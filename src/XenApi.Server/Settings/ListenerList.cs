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
        var below = reader.Below(name);
        var named = reader.Names(name)
            .Select(i => (Name: i, Url: below.Text(i) ?? below.Below(i).Text("url"), Settings: below.Below(i)))
            .ToList();
        var fromFile = named.Select(entry => ListenerSettings.Read(
            entry.Settings,
            entry.Settings.Full("url"),
            entry.Url ?? throw new SettingException(entry.Settings.Full("url"), null, ListenAddress.Accepted),
            common));
        if (named is [{ Url: None }])
        {
            return [];
        }

        var configured = fromFile.ToList();
        var text = reader.Text(name)?.Split((char[])[' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries);
        IReadOnlyList<string> urls = commandLine.Count > 0 ? commandLine : text ?? (named.Count == 0 ? [standard] : []);
        if (urls.Contains(None))
        {
            return urls.Count == 1 ? [] : throw new SettingException(name, string.Join(' ', urls), "none goes with no other address");
        }

        var listeners = urls.Count == 0 ? configured : urls.Select(url => Named(configured, url) ?? ListenerSettings.Read(SettingReader.Empty, name, url, common)).ToList();
        var twice = listeners.GroupBy(l => l.Address.ToString()).FirstOrDefault(g => g.Count() > 1 && !g.Key.EndsWith(":0", StringComparison.Ordinal));
        return twice is null ? listeners : throw new SettingException(name, twice.Key, "each address can be given once");
    }

    private static ListenerSettings? Named(List<ListenerSettings> configured, string url) =>
        ListenAddress.TryParse(url) is { } address ? configured.Find(l => l.Address.ToString() == address.ToString()) : null;
}
