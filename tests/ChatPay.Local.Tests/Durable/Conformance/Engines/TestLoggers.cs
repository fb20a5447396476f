using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local.Tests.Durable.Conformance.Engines;

/// <summary>Keeps what is logged under the category "test".</summary>
internal sealed class TestLoggers : ILoggerFactory
{
    private readonly ConcurrentQueue<string> _lines = [];

    public IReadOnlyList<string> Lines => [.. _lines];

    public ILogger CreateLogger(string categoryName) => new Category(categoryName == "test" ? _lines : null);

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    private sealed class Category(ConcurrentQueue<string>? lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => lines is not null;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) => lines?.Enqueue(formatter(state, exception));
    }
}
