using System.Runtime.CompilerServices;
using Azure.Messaging.ServiceBus;
using ChatPay.Local.ServiceBus.Queues;

namespace ChatPay.Local.ServiceBus.Client;

/// <summary>Sends to an entity of the local broker.</summary>
internal sealed class LocalServiceBusSender(LocalServiceBusClient client, string entityPath, string? identifier) : ServiceBusSender
{
    private readonly ConditionalWeakTable<ServiceBusMessageBatch, List<ServiceBusMessage>> _batches = [];
    private volatile bool _closed;

    public override string FullyQualifiedNamespace => client.FullyQualifiedNamespace;

    public override string EntityPath => entityPath;

    public override string Identifier { get; } = LinkIdentifier.For(entityPath, identifier);

    public override bool IsClosed => _closed || client.IsClosed;

    public override Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return SendAsync([message], cancellationToken);
    }

    public override Task SendMessagesAsync(IEnumerable<ServiceBusMessage> messages, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return SendAsync([.. messages], cancellationToken);
    }

    /// <exception cref="ArgumentException">The batch was created by another sender.</exception>
    public override Task SendMessagesAsync(ServiceBusMessageBatch messageBatch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messageBatch);
        return _batches.TryGetValue(messageBatch, out var messages)
            ? SendAsync(messages, cancellationToken)
            : throw new ArgumentException(
                "The batch was not created by this sender: create it with CreateMessageBatchAsync.",
                nameof(messageBatch));
    }

    public override ValueTask<ServiceBusMessageBatch> CreateMessageBatchAsync(CancellationToken cancellationToken = default) =>
        CreateMessageBatchAsync(new CreateMessageBatchOptions(), cancellationToken);

    /// <exception cref="ArgumentOutOfRangeException">The requested size exceeds the service's limit.</exception>
    public override ValueTask<ServiceBusMessageBatch> CreateMessageBatchAsync(
        CreateMessageBatchOptions options,
        CancellationToken cancellationToken = default)
    {
        ThrowIfClosed();
        var limit = options?.MaxSizeInBytes ?? SendSize.Most;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, SendSize.Most, nameof(options));

        List<ServiceBusMessage> messages = [];
        var size = SendSize.OfNothing;
        var batch = ServiceBusModelFactory.ServiceBusMessageBatch(
            limit,
            messages,
            new CreateMessageBatchOptions { MaxSizeInBytes = limit },
            message =>
            {
                var larger = size + SendSize.InBatch(AmqpContent.Encode(message));
                if (larger > limit)
                    return false;
                size = larger;
                return true;
            });
        _batches.Add(batch, messages);
        return ValueTask.FromResult(batch);
    }

    public override async Task<long> ScheduleMessageAsync(
        ServiceBusMessage message, DateTimeOffset scheduledEnqueueTime, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return (await ScheduleMessagesAsync([message], scheduledEnqueueTime, cancellationToken))[0];
    }

    public override Task<IReadOnlyList<long>> ScheduleMessagesAsync(
        IEnumerable<ServiceBusMessage> messages, DateTimeOffset scheduledEnqueueTime, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        List<ServiceBusMessage> all = [.. messages];
        foreach (var message in all)
            message.ScheduledEnqueueTime = scheduledEnqueueTime;
        return SendAsync(all, cancellationToken);
    }

    public override Task CancelScheduledMessageAsync(long sequenceNumber, CancellationToken cancellationToken = default) =>
        CancelScheduledMessagesAsync([sequenceNumber], cancellationToken);

    public override async Task CancelScheduledMessagesAsync(
        IEnumerable<long> sequenceNumbers,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sequenceNumbers);
        ThrowIfClosed();
        List<long> all = [.. sequenceNumbers];
        if (all.Count > 0)
            await client.Broker.Desk.CancelScheduledAsync(client.Broker.Reach(entityPath, cancellationToken), all);
    }

    public override Task CloseAsync(CancellationToken cancellationToken = default)
    {
        _closed = true;
        return Task.CompletedTask;
    }

    private async Task<IReadOnlyList<long>> SendAsync(IReadOnlyList<ServiceBusMessage> messages, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        if (messages.Count == 0)
            return [];

        var entity = client.Broker.Reach(entityPath, cancellationToken);
        if (entity.Kind is not (EntityKind.Queue or EntityKind.Topic))
            throw new InvalidOperationException(
                $"Nothing can be sent to {entityPath}: it gets its messages from its {(entity.Dead ? "queue" : "topic")}.");
        if (entity.RequiresSession && messages.Any(m => m.SessionId is null))
            throw new InvalidOperationException($"{entityPath} requires sessions: set the SessionId of every message.");

        List<(ServiceBusMessage, byte[] Content)> encoded = [.. messages.Select(m => (m, AmqpContent.Encode(m)))];
        SendSize.Demand(encoded.ConvertAll(e => e.Content), entityPath);
        return await client.Broker.Distribution.SendAsync(entity, encoded);
    }

    private void ThrowIfClosed()
    {
        client.ThrowIfClosed();
        ObjectDisposedException.ThrowIf(_closed, typeof(ServiceBusSender));
    }
}
