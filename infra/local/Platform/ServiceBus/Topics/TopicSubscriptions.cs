using System.Collections.Concurrent;
using System.Collections.Immutable;
using Azure.Core.Amqp;
using ChatPay.Local.ServiceBus.Queues;

namespace ChatPay.Local.ServiceBus.Topics;

/// <summary>The subscriptions of a topic, and which of them receive a message.</summary>
internal sealed class TopicSubscriptions
{
    private readonly ConcurrentDictionary<int, ImmutableList<Subscriber>> _ofTopic = [];

    public void Add(BusQueue topic, Subscriber subscriber) =>
        _ofTopic.AddOrUpdate(topic.Id, [subscriber], (_, all) => all.Add(subscriber));

    public IEnumerable<BusQueue> Takers(BusQueue topic, AmqpAnnotatedMessage message) =>
        _ofTopic.TryGetValue(topic.Id, out var all) ? all.Where(s => s.Takes(message)).Select(s => s.Queue) : [];
}

/// <summary>A subscription with its rules: it receives one copy of a message that any of them matches.</summary>
internal sealed class Subscriber(BusQueue queue)
{
    private volatile ImmutableList<Rule> _rules = [];

    public BusQueue Queue => queue;

    public ImmutableList<Rule> Rules
    {
        get => _rules;
        set => _rules = value;
    }

    public bool Takes(AmqpAnnotatedMessage message) => Rules.Any(r => r.Matches(message));
}
