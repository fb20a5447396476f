namespace Azure.Messaging.ServiceBus;

/// <summary>What a client talks to; the local platform's broker implements it. An entity path is <c>queue</c>,
/// <c>topic/Subscriptions/name</c>, or one of these and <c>/$DeadLetterQueue</c>.</summary>
internal interface IServiceBusTransport
{
    string FullyQualifiedNamespace { get; }

    /// <summary>The largest message, and the largest batch, that a send takes.</summary>
    long MaxSizeInBytes { get; }

    /// <summary>Completes when the messages are stored, all or none.</summary>
    /// <returns>Their sequence numbers.</returns>
    Task<IReadOnlyList<long>> SendAsync(string entityPath, IReadOnlyList<ServiceBusMessage> messages, CancellationToken cancellationToken);

    Task CancelScheduledAsync(string entityPath, IReadOnlyList<long> sequenceNumbers, CancellationToken cancellationToken);

    /// <returns>At least one message, or none when none came within <paramref name="maxWaitTime"/>.</returns>
    Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveAsync(
        string entityPath, int maxMessages, TimeSpan maxWaitTime, ServiceBusReceiveMode receiveMode, CancellationToken cancellationToken);

    Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveDeferredAsync(
        string entityPath, IReadOnlyList<long> sequenceNumbers, ServiceBusReceiveMode receiveMode, CancellationToken cancellationToken);

    Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekAsync(
        string entityPath, int maxMessages, long fromSequenceNumber, CancellationToken cancellationToken);

    /// <exception cref="ServiceBusException">The lock is lost.</exception>
    Task SettleAsync(string entityPath, Guid lockToken, Settlement settlement, CancellationToken cancellationToken);

    /// <returns>Until when the lock holds now.</returns>
    /// <exception cref="ServiceBusException">The lock is lost.</exception>
    Task<DateTimeOffset> RenewLockAsync(string entityPath, Guid lockToken, CancellationToken cancellationToken);
}
