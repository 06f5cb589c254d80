using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace XenCim.Tests;

/// <summary>Hears every line of the log from a level on, with all its values.</summary>
internal sealed class Eavesdropper(LogLevel least = LogLevel.Trace) : ILoggerProvider
{
    private readonly ConcurrentQueue<string> lines = new();

    public IReadOnlyCollection<string> Lines => lines;

    public ILogger CreateLogger(string categoryName) => new Ear(least, lines);

    public void Dispose()
    {
    }

    private sealed class Ear(LogLevel least, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
            {
                return;
            }

            var values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(", ", pairs) : $"{state}";
            lines.Enqueue($"{formatter(state, exception)} {values} {exception}");
        }
    }
}
