using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask;

/// <summary>Makes loggers that are silent while history is replayed.</summary>
internal sealed class ReplaySafeLoggerFactory(TaskOrchestrationContext context, Func<ILoggerFactory> underlying) : ILoggerFactory
{
    internal ILoggerFactory Underlying => underlying();

    public ILogger CreateLogger(string categoryName) => context.CreateReplaySafeLogger(categoryName);

    public void AddProvider(ILoggerProvider provider) =>
        throw new NotSupportedException("Providers are added to the logger factory of the app, not to the replay-safe one.");

    public void Dispose()
    {
        // The app's factory is not this one's to dispose of.
    }
}
