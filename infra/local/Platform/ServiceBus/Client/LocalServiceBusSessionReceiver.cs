using Azure.Messaging.ServiceBus;
using ChatPay.Local.ServiceBus.Queues;

namespace ChatPay.Local.ServiceBus.Client;

/// <summary>Receives a session of an entity of the local broker: <see cref="LocalServiceBusReceiver"/> as the official type for
/// sessions, plus what only sessions have.</summary>
internal sealed class LocalServiceBusSessionReceiver(ReceiverLink link, SessionHold hold) : ServiceBusSessionReceiver
{
    public override string FullyQualifiedNamespace => link.FullyQualifiedNamespace;

    public override string EntityPath => link.EntityPath;

    public override ServiceBusReceiveMode ReceiveMode => link.Mode;

    public override int PrefetchCount => link.PrefetchCount;

    public override string Identifier => link.Identifier;

    public override bool IsClosed => link.IsClosed;

    public override string SessionId => hold.SessionId;

    public override DateTimeOffset SessionLockedUntil => hold.LockedUntil;

    public override async Task<BinaryData?> GetSessionStateAsync(CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return link.GetSessionState(hold, cancellationToken);
    }

    public override Task SetSessionStateAsync(BinaryData? sessionState, CancellationToken cancellationToken = default) =>
        link.SetSessionStateAsync(hold, sessionState, cancellationToken);

    public override async Task RenewSessionLockAsync(CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        link.RenewSession(hold, cancellationToken);
    }

    public override Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveMessagesAsync(
        int maxMessages, TimeSpan? maxWaitTime = null, CancellationToken cancellationToken = default) =>
        link.ReceiveAsync(maxMessages, maxWaitTime, cancellationToken);

    public override async Task<ServiceBusReceivedMessage?> ReceiveMessageAsync(
        TimeSpan? maxWaitTime = null,
        CancellationToken cancellationToken = default) => (await link.ReceiveAsync(1, maxWaitTime, cancellationToken)).SingleOrDefault();

    public override Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveDeferredMessagesAsync(
        IEnumerable<long> sequenceNumbers,
        CancellationToken cancellationToken = default) => link.ReceiveDeferredAsync(sequenceNumbers, cancellationToken);

    public override async Task<ServiceBusReceivedMessage> ReceiveDeferredMessageAsync(
        long sequenceNumber,
        CancellationToken cancellationToken = default) => (await link.ReceiveDeferredAsync([sequenceNumber], cancellationToken))[0];

    public override Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekMessagesAsync(
        int maxMessages, long? fromSequenceNumber = null, CancellationToken cancellationToken = default) =>
        link.PeekAsync(maxMessages, fromSequenceNumber, cancellationToken);

    public override async Task<ServiceBusReceivedMessage?> PeekMessageAsync(
        long? fromSequenceNumber = null,
        CancellationToken cancellationToken = default
    ) => (await link.PeekAsync(1, fromSequenceNumber, cancellationToken)).SingleOrDefault();

    public override Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        link.SettleAsync(message, new Settlement(Settlement.Outcome.Complete), cancellationToken);

    public override Task AbandonMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object?>? propertiesToModify = null,
        CancellationToken cancellationToken = default
    ) => link.SettleAsync(message, new Settlement(Settlement.Outcome.Abandon, propertiesToModify), cancellationToken);

    public override Task DeferMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object?>? propertiesToModify = null,
        CancellationToken cancellationToken = default
    ) => link.SettleAsync(message, new Settlement(Settlement.Outcome.Defer, propertiesToModify), cancellationToken);

    public override Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object?>? propertiesToModify = null,
        CancellationToken cancellationToken = default
    ) => link.SettleAsync(message, new Settlement(Settlement.Outcome.DeadLetter, propertiesToModify), cancellationToken);

    public override Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        string deadLetterReason,
        string? deadLetterErrorDescription = null,
        CancellationToken cancellationToken = default
    ) => link.SettleAsync(message, Settlement.DeadLetter(null, deadLetterReason, deadLetterErrorDescription), cancellationToken);

    public override Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object?>? propertiesToModify,
        string deadLetterReason,
        string? deadLetterErrorDescription = null,
        CancellationToken cancellationToken = default) =>
        link.SettleAsync(
            message,
            Settlement.DeadLetter(propertiesToModify, deadLetterReason, deadLetterErrorDescription),
            cancellationToken);

    public override Task RenewMessageLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        throw new InvalidOperationException(
            "A message of a session has no lock of its own: renew the session's with RenewSessionLockAsync.");

    public override Task CloseAsync(CancellationToken cancellationToken = default) => link.CloseAsync();
}
