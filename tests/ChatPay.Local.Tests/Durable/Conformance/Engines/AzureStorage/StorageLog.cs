using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local.Tests.Durable.Conformance.Engines.AzureStorage;

/// <summary>Finds out from the log of DurableTask.AzureStorage which queue messages are being handled: received, but neither deleted
/// nor abandoned.</summary>
internal sealed class StorageLog : ILoggerFactory, ILogger
{
    private const int Received = 102;
    private const int Deleting = 103;
    private const int Abandoning = 104;
    private readonly ConcurrentDictionary<string, bool> _inHand = [];

    public bool IsQuiet => _inHand.IsEmpty;

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id is < Received or > Abandoning
            || state is not IReadOnlyDictionary<string, object> fields
            || fields["MessageId"] is not string id)
        {
            return;
        }

        if (eventId.Id == Received)
            _inHand[id] = true;
        else
            _inHand.TryRemove(id, out _);
    }

    public void Dispose()
    {
    }
}
