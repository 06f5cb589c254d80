using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace XenApi.Server.Settings;

/// <summary>
/// Reads settings one by one, by name, each with what it takes; it remembers which were asked for, so that a name
/// in the file that nobody asks for is told as a mistake and not passed over.
/// </summary>
internal sealed class SettingReader
{
    private readonly IConfiguration configuration;
    private readonly string prefix;
    private readonly HashSet<string> asked;

    /// <summary>Reads from the top.</summary>
    public SettingReader(IConfiguration configuration)
        : this(configuration, "", new(StringComparer.OrdinalIgnoreCase))
    {
    }

    private SettingReader(IConfiguration configuration, string prefix, HashSet<string> asked) =>
        (this.configuration, this.prefix, this.asked) = (configuration, prefix, asked);

    /// <summary>Has nothing set.</summary>
    public static SettingReader Empty => new(new ConfigurationBuilder().Build());

    /// <summary>The settings below a name.</summary>
    public SettingReader Below(string name) => new(configuration, Full(name) + ":", asked);

    /// <summary>The full name of a setting, as error messages and the file have it.</summary>
    public string Full(string name) => prefix + name;

    /// <summary>The names that are set below a name, in their order.</summary>
    public IEnumerable<string> Names(string name) => configuration.GetSection(Full(name)).GetChildren().Select(child => child.Key);

    /// <summary>A text; null where it is not set or empty.</summary>
    public string? Text(string name)
    {
        asked.Add(Full(name));
        return configuration[Full(name)] is { Length: > 0 } text ? text : null;
    }

    /// <summary>One of a few words.</summary>
    public T Choice<T>(string name, T fallback, params ReadOnlySpan<(string Word, T Meaning)> choices)
    {
        if (Text(name) is not { } text)
        {
            return fallback;
        }

        var words = new List<string>();
        foreach (var (word, meaning) in choices)
        {
            if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase))
            {
                return meaning;
            }

            words.Add(word);
        }

        throw Wrong(name, $"it takes one of: {string.Join(", ", words)}");
    }

    /// <summary>A whole number between two bounds.</summary>
    public long Number(string name, long fallback, long least, long most)
    {
        if (Text(name) is not { } text)
        {
            return fallback;
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Wrong(name, $"it takes a whole number from {least} to {most}");
    }

    /// <summary>A time in seconds, parts of one allowed.</summary>
    public TimeSpan Seconds(string name, TimeSpan fallback, double least, double most)
    {
        if (Text(name) is not { } text)
        {
            return fallback;
        }

        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds >= least && seconds <= most
            ? TimeSpan.FromSeconds(seconds)
            : throw Wrong(name, string.Create(CultureInfo.InvariantCulture, $"it takes a number of seconds from {least} to {most}"));
    }

    /// <summary>The error for a setting whose value cannot be taken.</summary>
    public SettingException Wrong(string name, string accepted, Exception? cause = null) =>
        new(Full(name), configuration[Full(name)], accepted, cause);

    /// <summary>Refuses what a file has set and nobody has asked for.</summary>
    public void RefuseOthers(IConfiguration file)
    {
        foreach (var (name, value) in file.AsEnumerable())
        {
            if (!string.IsNullOrEmpty(value) && !asked.Contains(name))
            {
                var parent = name[..(name.LastIndexOf(':') + 1)];
                var siblings = asked.Where(other => other.StartsWith(parent, StringComparison.OrdinalIgnoreCase))
                    .Select(other => other[parent.Length..].Split(':')[0])
                    .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal);
                throw new SettingException(name, value, $"there is no setting of that name; there are: {string.Join(", ", siblings)}");
            }
        }
    }
}
