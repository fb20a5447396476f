using ChatPay.Local.Clock;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatPay.Local.ServiceBus.Amqp;

/// <summary>How an <see cref="AmqpEndpoint"/> starts.</summary>
public sealed record AmqpEndpointOptions
{
    /// <summary>The broker whose entities are served.</summary>
    public required ServiceBusBroker Broker { get; init; }

    /// <summary>The broker's clock.</summary>
    public required LocalClock Clock { get; init; }

    /// <summary>The port on 127.0.0.1; AMQP's standard port by default. 0 takes a free one.</summary>
    public int Port { get; init; } = 5672;

    public ILogger Logger { get; init; } = NullLogger.Instance;
}
