using System.Globalization;
using Microsoft.Extensions.Logging;

namespace XenApi.Core.Diagnosis;

/// <summary>
/// Keeps the last lines of the log in memory, so that <c>host.get_log</c> can show what the server has said lately, wherever
/// else the log goes. Its size is bounded; what is not to be logged is not logged here either.
/// </summary>
public sealed class LogMemory(TimeProvider time) : ILoggerProvider
{
    private const int LengthMost = 128 * 1024;
    private const int LineMost = 4 * 1024;

    private readonly Queue<string> lines = new();
    private readonly Lock gate = new();
    private int length;

    /// <summary>The lines, the newest last.</summary>
    public string Text()
    {
        lock (gate)
        {
            return string.Concat(lines);
        }
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Writer(this, categoryName[(categoryName.LastIndexOf('.') + 1)..]);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Add(LogLevel level, string category, string message, Exception? cause)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var text = cause is null ? message : $"{message} ({cause.GetType().Name}: {cause.Message})";
        text = text.ReplaceLineEndings(" ");
        var line = string.Create(CultureInfo.InvariantCulture, $"[{now:yyyy-MM-dd HH:mm:ss}] {level.ToString().ToUpperInvariant()} ({category}) {(text.Length > LineMost ? text[..LineMost] : text)}\n");
        lock (gate)
        {
            lines.Enqueue(line);
            length += line.Length;
            while (length > LengthMost)
            {
                length -= lines.Dequeue().Length;
            }
        }
    }

    private sealed class Writer(LogMemory memory, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                memory.Add(logLevel, category, formatter(state, exception), exception);
            }
        }
    }
}
