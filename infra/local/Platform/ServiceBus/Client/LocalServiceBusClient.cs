using System.Runtime.CompilerServices;
using Azure.Messaging.ServiceBus;
using ChatPay.Local.ServiceBus.Queues;

namespace ChatPay.Local.ServiceBus.Client;

/// <summary>An official client, as seen by the app, whose senders, receivers and processors use the local broker in this
/// process.</summary>
internal sealed class LocalServiceBusClient(ServiceBusBroker broker, ServiceBusClientOptions options) : ServiceBusClient
{
    private volatile bool _closed;

    public override string FullyQualifiedNamespace => "chatpay.servicebus.localhost";

    public override string Identifier { get; } = LinkIdentifier.For("chatpay", options.Identifier);

    public override bool IsClosed => _closed;

    public ServiceBusBroker Broker => broker;

    /// <summary>The default wait of a receive or an accept.</summary>
    public TimeSpan TryTimeout => options.RetryOptions.TryTimeout;

    public override ServiceBusSender CreateSender(string queueOrTopicName) => CreateSender(queueOrTopicName, new ServiceBusSenderOptions());

    public override ServiceBusSender CreateSender(string queueOrTopicName, ServiceBusSenderOptions? options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(queueOrTopicName);
        ThrowIfClosed();
        return new LocalServiceBusSender(this, queueOrTopicName, options?.Identifier);
    }

    public override ServiceBusReceiver CreateReceiver(string queueName) => CreateReceiver(queueName, new ServiceBusReceiverOptions());

    public override ServiceBusReceiver CreateReceiver(string queueName, ServiceBusReceiverOptions? options) =>
        Receiver(EntityPaths.Queue(queueName), options);

    public override ServiceBusReceiver CreateReceiver(string topicName, string subscriptionName) =>
        CreateReceiver(topicName, subscriptionName, new ServiceBusReceiverOptions());

    public override ServiceBusReceiver CreateReceiver(string topicName, string subscriptionName, ServiceBusReceiverOptions? options) =>
        Receiver(EntityPaths.Subscription(topicName, subscriptionName), options);

    public override Task<ServiceBusSessionReceiver> AcceptNextSessionAsync(
        string queueName, ServiceBusSessionReceiverOptions? options = null, CancellationToken cancellationToken = default) =>
        AcceptAsync(EntityPaths.Queue(queueName), null, options, cancellationToken);

    public override Task<ServiceBusSessionReceiver> AcceptNextSessionAsync(
        string topicName,
        string subscriptionName,
        ServiceBusSessionReceiverOptions? options = null,
        CancellationToken cancellationToken = default
    ) => AcceptAsync(EntityPaths.Subscription(topicName, subscriptionName), null, options, cancellationToken);

    public override Task<ServiceBusSessionReceiver> AcceptSessionAsync(
        string queueName,
        string sessionId,
        ServiceBusSessionReceiverOptions? options = null,
        CancellationToken cancellationToken = default) => AcceptAsync(EntityPaths.Queue(queueName), sessionId, options, cancellationToken);

    public override Task<ServiceBusSessionReceiver> AcceptSessionAsync(
        string topicName,
        string subscriptionName,
        string sessionId,
        ServiceBusSessionReceiverOptions? options = null,
        CancellationToken cancellationToken = default
    ) => AcceptAsync(EntityPaths.Subscription(topicName, subscriptionName), sessionId, options, cancellationToken);

    public override IAsyncEnumerable<string> GetMessageSessionsAsync(string queueName, CancellationToken cancellationToken = default) =>
        SessionsAsync(EntityPaths.Queue(queueName), null, cancellationToken);

    public override IAsyncEnumerable<string> GetMessageSessionsAsync(
        string queueName, DateTimeOffset sessionStateUpdatedAfter, CancellationToken cancellationToken = default) =>
        SessionsAsync(EntityPaths.Queue(queueName), sessionStateUpdatedAfter, cancellationToken);

    public override IAsyncEnumerable<string> GetMessageSessionsAsync(
        string topicName, string subscriptionName, CancellationToken cancellationToken = default) =>
        SessionsAsync(EntityPaths.Subscription(topicName, subscriptionName), null, cancellationToken);

    public override IAsyncEnumerable<string> GetMessageSessionsAsync(
        string topicName,
        string subscriptionName,
        DateTimeOffset sessionStateUpdatedAfter,
        CancellationToken cancellationToken = default
    ) => SessionsAsync(EntityPaths.Subscription(topicName, subscriptionName), sessionStateUpdatedAfter, cancellationToken);

    public override ServiceBusProcessor CreateProcessor(string queueName) => CreateProcessor(queueName, new ServiceBusProcessorOptions());

    public override ServiceBusProcessor CreateProcessor(string queueName, ServiceBusProcessorOptions? options) =>
        Processor(EntityPaths.Queue(queueName), options);

    public override ServiceBusProcessor CreateProcessor(string topicName, string subscriptionName) =>
        CreateProcessor(topicName, subscriptionName, new ServiceBusProcessorOptions());

    public override ServiceBusProcessor CreateProcessor(string topicName, string subscriptionName, ServiceBusProcessorOptions? options) =>
        Processor(EntityPaths.Subscription(topicName, subscriptionName), options);

    public override ServiceBusSessionProcessor CreateSessionProcessor(
        string queueName,
        ServiceBusSessionProcessorOptions? options = null) => SessionProcessor(EntityPaths.Queue(queueName), options);

    public override ServiceBusSessionProcessor CreateSessionProcessor(
        string topicName, string subscriptionName, ServiceBusSessionProcessorOptions? options = null) =>
        SessionProcessor(EntityPaths.Subscription(topicName, subscriptionName), options);

    public override ServiceBusRuleManager CreateRuleManager(string topicName, string subscriptionName)
    {
        ThrowIfClosed();
        return new LocalServiceBusRuleManager(this, EntityPaths.Subscription(topicName, subscriptionName));
    }

#pragma warning disable CA2215 // The base has no connection to close.
    public override ValueTask DisposeAsync()
    {
        _closed = true;
        return ValueTask.CompletedTask;
    }
#pragma warning restore CA2215

    public void ThrowIfClosed() => ObjectDisposedException.ThrowIf(_closed, typeof(ServiceBusClient));

    /// <summary>Creates the receiver that settles the messages of a listener.</summary>
    public ServiceBusReceiver ReceiverOf(string path, ServiceBusReceiveMode mode) =>
        new LocalServiceBusReceiver(new ReceiverLink(this, path, mode, 0, null));

    /// <inheritdoc cref="ReceiverOf"/>
    public ServiceBusSessionReceiver SessionReceiverOf(string path, SessionHold hold, ServiceBusReceiveMode mode) =>
        new LocalServiceBusSessionReceiver(new ReceiverLink(this, path, mode, 0, null, hold), hold);

    private LocalServiceBusReceiver Receiver(string path, ServiceBusReceiverOptions? options)
    {
        ThrowIfClosed();
        options ??= new ServiceBusReceiverOptions();
        return new LocalServiceBusReceiver(new ReceiverLink(
            this, EntityPaths.Of(path, options.SubQueue), options.ReceiveMode, options.PrefetchCount, options.Identifier));
    }

    private LocalServiceBusProcessor Processor(string path, ServiceBusProcessorOptions? options)
    {
        ThrowIfClosed();
        return new LocalServiceBusProcessor(this, path, options ?? new ServiceBusProcessorOptions());
    }

    private LocalServiceBusSessionProcessor SessionProcessor(string path, ServiceBusSessionProcessorOptions? options)
    {
        ThrowIfClosed();
        return new LocalServiceBusSessionProcessor(this, path, options ?? new ServiceBusSessionProcessorOptions());
    }

    private async Task<ServiceBusSessionReceiver> AcceptAsync(
        string path, string? sessionId, ServiceBusSessionReceiverOptions? options, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        options ??= new ServiceBusSessionReceiverOptions();
        var queue = broker.Reach(path, cancellationToken);
        if (!queue.RequiresSession)
            throw new InvalidOperationException($"{path} does not require sessions: receive from it with CreateReceiver.");

        var hold = sessionId is not null
            ? queue.Accept(sessionId)
            : await queue.AcceptNextAsync(TryTimeout, cancellationToken)
                ?? throw new ServiceBusException(
                    $"No session of {path} had messages within {TryTimeout}.",
                    ServiceBusFailureReason.ServiceTimeout,
                    path);
        return new LocalServiceBusSessionReceiver(
            new ReceiverLink(this, path, options.ReceiveMode, options.PrefetchCount, options.Identifier, hold), hold);
    }

    private async IAsyncEnumerable<string> SessionsAsync(
        string path, DateTimeOffset? stateUpdatedAfter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        await Task.Yield();
        var queue = broker.Reach(path, cancellationToken);
        foreach (var session in stateUpdatedAfter is { } after ? broker.SessionStates.Updated(queue, after) : broker.Sessions(queue))
            yield return session;
    }
}
