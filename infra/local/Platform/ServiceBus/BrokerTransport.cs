using Azure.Messaging.ServiceBus;

namespace ChatPay.Local.ServiceBus;

/// <summary>What the broker's clients talk to.</summary>
internal sealed class BrokerTransport(ServiceBusBroker broker, BusDesk desk, BusStore store) : IServiceBusTransport
{
    public string FullyQualifiedNamespace => "chatpay.servicebus.localhost";

    /// <summary>256 KB, as the Standard tier has it.</summary>
    public long MaxSizeInBytes => 256 * 1024;

    public Task<IReadOnlyList<long>> SendAsync(string entityPath, IReadOnlyList<ServiceBusMessage> messages, CancellationToken cancellationToken)
    {
        var queue = Find(entityPath, cancellationToken);
        if (queue.Dead)
            throw new InvalidOperationException($"Nothing can be sent to {entityPath}: dead letters come from their queue.");

        var size = messages.Sum(EncodedSize.Of);
        if (size > MaxSizeInBytes)
        {
            throw new ServiceBusException(
                $"The send has {size} bytes, and {MaxSizeInBytes} is the most.", ServiceBusFailureReason.MessageSizeExceeded, entityPath);
        }

        return desk.SendAsync(queue, messages);
    }

    public Task CancelScheduledAsync(string entityPath, IReadOnlyList<long> sequenceNumbers, CancellationToken cancellationToken) =>
        desk.CancelScheduledAsync(Find(entityPath, cancellationToken), sequenceNumbers);

    public Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveAsync(
        string entityPath, int maxMessages, TimeSpan maxWaitTime, ServiceBusReceiveMode receiveMode, CancellationToken cancellationToken) =>
        desk.ReceiveAsync(Find(entityPath, cancellationToken), maxMessages, maxWaitTime, receiveMode, cancellationToken);

    public Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveDeferredAsync(
        string entityPath, IReadOnlyList<long> sequenceNumbers, ServiceBusReceiveMode receiveMode, CancellationToken cancellationToken) =>
        desk.ReceiveDeferredAsync(Find(entityPath, cancellationToken), sequenceNumbers, receiveMode);

    public Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekAsync(
        string entityPath, int maxMessages, long fromSequenceNumber, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ServiceBusReceivedMessage>>(
            store.Peek(Find(entityPath, cancellationToken), fromSequenceNumber, maxMessages));

    public Task SettleAsync(string entityPath, Guid lockToken, Settlement settlement, CancellationToken cancellationToken) =>
        desk.SettleAsync(Find(entityPath, cancellationToken), lockToken, settlement);

    public Task<DateTimeOffset> RenewLockAsync(string entityPath, Guid lockToken, CancellationToken cancellationToken) =>
        Task.FromResult(Find(entityPath, cancellationToken).Renew(lockToken));

    private BusQueue Find(string entityPath, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (broker.Unavailable)
            throw new ServiceBusException("Service Bus is unavailable: the fault is switched on.", ServiceBusFailureReason.ServiceCommunicationProblem, entityPath);

        return broker.Find(entityPath) ?? throw new ServiceBusException(
            $"The messaging entity '{entityPath}' could not be found: declare it.", ServiceBusFailureReason.MessagingEntityNotFound, entityPath);
    }
}
