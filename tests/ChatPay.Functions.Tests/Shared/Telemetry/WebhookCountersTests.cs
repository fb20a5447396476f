using System.Diagnostics.Metrics;
using ChatPay.Functions.Platform.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Tests.Shared.Telemetry;

/// <summary>What is left alone is said in the log, and does not fill it.</summary>
public sealed class WebhookCountersTests : IDisposable
{
    private readonly FixedClock _clock = new(new(2031, 5, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly Said _said = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly WebhookCounters _counters;

    public WebhookCountersTests() => _counters = new(_services.GetRequiredService<IMeterFactory>(), _clock, _said);

    [Fact]
    public void Entries_OfOneReason_AreLoggedOnceAnHour()
    {
        _counters.Count("meta", "unknown", 3);
        _counters.Count("meta", "unknown", 5);
        _clock.Now += TimeSpan.FromMinutes(59);
        _counters.Count("meta", "unknown", 7);
        Assert.Equal([(LogLevel.Warning, "meta unknown 3")], _said.All);

        _clock.Now += TimeSpan.FromMinutes(1);
        _counters.Count("meta", "unknown", 9);
        _counters.Count("meta", "unknown", 11);
        Assert.Equal([(LogLevel.Warning, "meta unknown 3"), (LogLevel.Warning, "meta unknown 9")], _said.All);
    }

    [Fact]
    public void Entries_OfAnotherReason_AreLoggedBesides()
    {
        _counters.Count("meta", "unknown", 1);
        _counters.Count("meta", "malformed", 2);
        _counters.Count("paypal", "unknown", 3);
        Assert.Equal(["meta unknown 1", "meta malformed 2", "paypal unknown 3"], _said.All.Select(said => said.Text));
    }

    [Fact]
    public void Entries_ThatAreNone_AreNotLogged()
    {
        _counters.Count("meta", "unknown", 0);
        Assert.Empty(_said.All);
    }

    public void Dispose() => _services.Dispose();

    private sealed class Said : ILogger<WebhookCounters>
    {
        public List<(LogLevel Level, string Text)> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var values = Assert.IsAssignableFrom<IReadOnlyList<KeyValuePair<string, object?>>>(state);
            All.Add((logLevel, string.Join(' ', values.Where(v => v.Key != "{OriginalFormat}").Select(v => v.Value))));
        }
    }
}
