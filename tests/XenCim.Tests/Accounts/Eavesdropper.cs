using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace XenCim.Tests.Accounts;

/// <summary>Hears every line of the log, at every level, with all its values.</summary>
internal sealed class Eavesdropper : ILoggerProvider
{
    private readonly ConcurrentQueue<string> lines = new();

    public IReadOnlyCollection<string> Lines => lines;

    public ILogger CreateLogger(string categoryName) => new Ear(lines);

    public void Dispose()
    {
    }

    private sealed class Ear(ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(", ", pairs) : $"{state}";
            lines.Enqueue($"{formatter(state, exception)} {values} {exception}");
        }
    }
}
