using Azure.Core.Amqp;
using Azure.Messaging.ServiceBus.Administration;
using ChatPay.Local.ServiceBus.Sql;

namespace ChatPay.Local.ServiceBus.Topics;

/// <summary>A correlation filter: every property that it names must be equal, texts case-sensitively ("Topic filters and
/// actions").</summary>
internal sealed class CorrelationMatch
{
    private readonly List<(string System, string Value)> _system;
    private readonly IDictionary<string, object> _application;

    /// <exception cref="ArgumentException">The filter names no property.</exception>
    public CorrelationMatch(CorrelationRuleFilter filter)
    {
        _system =
        [
            .. new (string, string?)[]
            {
                (SystemProperties.CorrelationId, filter.CorrelationId),
                (SystemProperties.MessageId, filter.MessageId),
                (SystemProperties.To, filter.To),
                (SystemProperties.ReplyTo, filter.ReplyTo),
                (SystemProperties.Label, filter.Subject),
                (SystemProperties.SessionId, filter.SessionId),
                (SystemProperties.ReplyToSessionId, filter.ReplyToSessionId),
                (SystemProperties.ContentType, filter.ContentType),
            }
                .Where(p => p.Item2 is not null)
                .Select(p => (p.Item1, p.Item2!)),
        ];
        _application = filter.ApplicationProperties;
        if (_system.Count == 0 && _application.Count == 0)
            throw new ArgumentException("A correlation filter must name at least one property.", nameof(filter));
    }

    public bool Matches(AmqpAnnotatedMessage message) =>
        _system.TrueForAll(p => SystemProperties.Read(message, p.System) is string value && value == p.Value)
        && _application.All(p => message.ApplicationProperties.TryGetValue(p.Key, out var value) && SqlValues.Compare(value, p.Value) == 0);
}
