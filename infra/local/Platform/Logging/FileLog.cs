using System.Globalization;
using System.Text;
using ChatPay.Local.Clock;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local.Logging;

/// <summary>Writes the app's log to one file, one line per entry, with the platform's time. A large file is renamed to <c>….1</c>,
/// replacing the previous one. Entries that cannot be written are dropped and counted: logging must never end the process.</summary>
/// <param name="path">The file.</param>
/// <param name="clock">The platform's clock.</param>
/// <param name="largest">The approximate size limit in bytes; 32 MiB by default.</param>
public sealed class FileLog(string path, LocalClock clock, long largest = 32 * 1024 * 1024) : ILoggerProvider, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private FileStream? _file = Open(path);
    private long _left;
    private bool _closed;

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            _file?.Dispose();
        }
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    // No buffer: content that a full disk rejected would be written again with the next line, or at the end.
    private static FileStream Open(string path) =>
        new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    private void Write(LogLevel level, string category, string text, Exception? exception)
    {
        lock (_gate)
        {
            if (_closed)
                return;
            var line = new StringBuilder();
            if (_left > 0)
                Append(line, LogLevel.Warning, nameof(FileLog), $"{_left} entries could not be written and were dropped.");
            Append(line, level, category, text);
            if (exception is not null)
                line.AppendLine(exception.ToString());
            try
            {
                Rotate();
                _file ??= Open(path);
                _file.Write(Encoding.UTF8.GetBytes(line.ToString()));
                _left = 0;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _left++;
            }
        }
    }

    private void Rotate()
    {
        if (_file is not { CanSeek: true } full || full.Length < largest)
            return;
        full.Dispose();
        _file = null;
        File.Move(path, path + ".1", overwrite: true);
    }

    private void Append(StringBuilder line, LogLevel level, string category, string text) =>
        line.AppendLine(CultureInfo.InvariantCulture, $"{clock.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {level,-11} {category}: {text}");

    private sealed class Category(FileLog file, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) => file.Write(logLevel, category, formatter(state, exception), exception);
    }
}
