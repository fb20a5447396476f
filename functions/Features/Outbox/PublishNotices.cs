using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Orders;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ChatPay.Functions.Features.Outbox;

/// <summary>Publishes an order's notices for the runs that do not do so themselves, and for what failed there.</summary>
public sealed class PublishNotices(NoticePublisher publisher, RetryingConsumer consumer)
{
    [Function(nameof(PublishNotices))]
    public Task RunAsync(
        [ServiceBusTrigger(Queues.Notices, Connection = Queues.Connection)] ServiceBusReceivedMessage message,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    ) => consumer.RunAsync<OutboxTrigger>(
        Queues.Notices, message, (trigger, token) => publisher.PublishAsync(trigger, orchestrations, token), cancellationToken);
}
