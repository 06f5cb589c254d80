using Microsoft.Extensions.Logging.Console;

namespace XenApi.Server;

/// <summary>The log: one line for each entry, on standard error, which journald and containers keep.</summary>
internal static class Logs
{
    /// <summary>Makes the logs, with the least levels by the beginning of the category.</summary>
    public static ILoggerFactory To(IReadOnlyDictionary<string, LogLevel> levels) => LoggerFactory.Create(log =>
    {
        log.AddSimpleConsole(line =>
        {
            line.SingleLine = true;
            line.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            line.UseUtcTimestamp = true;
            line.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        log.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        log.SetMinimumLevel(levels.GetValueOrDefault("", LogLevel.Information));
        log.AddFilter("Microsoft", LogLevel.Warning);
        foreach (var (category, level) in levels.Where(l => l.Key.Length > 0))
        {
            log.AddFilter(category, level);
        }
    });
}
