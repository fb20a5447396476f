using ChatPay.Local.Clock;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatPay.Local.ServiceBus;

/// <summary>How a <see cref="ServiceBusBroker"/> is opened.</summary>
public sealed record ServiceBusBrokerOptions
{
    /// <summary>The file of the messages (<c>bus.db</c>).</summary>
    public required string DataFile { get; init; }

    /// <summary>The clock of locks, schedules and expiry.</summary>
    public required LocalClock Clock { get; init; }

    /// <summary>Called for every message sent, with its queue or topic.</summary>
    public Action<string>? Watch { get; init; }

    public ILogger Logger { get; init; } = NullLogger.Instance;
}
