using System.Globalization;
using ChatPay.Local.Clock;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local.Logging;

/// <summary>Writes the app's log to one file, a line an entry, with the platform's time.</summary>
public sealed class FileLog(string path, LocalClock clock) : ILoggerProvider, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly StreamWriter _writer = new(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
    private bool _closed;

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            _writer.Dispose();
        }
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Write(LogLevel level, string category, string text, Exception? exception)
    {
        lock (_gate)
        {
            if (_closed)
                return;
            _writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {level,-11} {category}: {text}"));
            if (exception is not null)
                _writer.WriteLine(exception);
        }
    }

    private sealed class Category(FileLog file, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            file.Write(logLevel, category, formatter(state, exception), exception);
    }
}
