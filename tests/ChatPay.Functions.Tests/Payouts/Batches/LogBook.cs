using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Tests.Payouts.Batches;

/// <summary>Keeps what was logged.</summary>
internal sealed class LogBook : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _entries = [];

    public IEnumerable<string> Warnings => Of(LogLevel.Warning);

    public IEnumerable<string> Errors => Of(LogLevel.Error);

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter) => _entries.Enqueue((logLevel, formatter(state, exception)));

    public void Clear() => _entries.Clear();

    public void Dispose()
    {
    }

    private IEnumerable<string> Of(LogLevel level) => _entries.Where(e => e.Level == level).Select(e => e.Text);
}
