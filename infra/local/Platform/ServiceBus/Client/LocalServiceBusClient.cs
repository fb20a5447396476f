using Azure.Messaging.ServiceBus;

namespace ChatPay.Local.ServiceBus.Client;

/// <summary>The official client, as far as the app sees it, whose senders and receivers work on the local broker in this process.</summary>
internal sealed class LocalServiceBusClient(ServiceBusBroker broker, ServiceBusClientOptions options) : ServiceBusClient
{
    private volatile bool _closed;

    public override string FullyQualifiedNamespace => "chatpay.servicebus.localhost";

    public override string Identifier { get; } = LinkIdentifier.For("chatpay", options.Identifier);

    public override bool IsClosed => _closed;

    public ServiceBusBroker Broker => broker;

    /// <summary>How long a receive waits that does not say how long.</summary>
    public TimeSpan TryTimeout => options.RetryOptions.TryTimeout;

    public override ServiceBusSender CreateSender(string queueOrTopicName) => CreateSender(queueOrTopicName, new ServiceBusSenderOptions());

    public override ServiceBusSender CreateSender(string queueOrTopicName, ServiceBusSenderOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(queueOrTopicName);
        ThrowIfClosed();
        return new LocalServiceBusSender(this, queueOrTopicName, options?.Identifier);
    }

    public override ServiceBusReceiver CreateReceiver(string queueName) => CreateReceiver(queueName, new ServiceBusReceiverOptions());

    public override ServiceBusReceiver CreateReceiver(string queueName, ServiceBusReceiverOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(queueName);
        return Receiver(queueName, options);
    }

    public override ServiceBusReceiver CreateReceiver(string topicName, string subscriptionName) =>
        CreateReceiver(topicName, subscriptionName, new ServiceBusReceiverOptions());

    public override ServiceBusReceiver CreateReceiver(string topicName, string subscriptionName, ServiceBusReceiverOptions options) =>
        Receiver(EntityPaths.Subscription(topicName, subscriptionName), options);

    public override Task<ServiceBusSessionReceiver> AcceptNextSessionAsync(
        string queueName, ServiceBusSessionReceiverOptions? options = null, CancellationToken cancellationToken = default) => throw NotHere("sessions");

    public override Task<ServiceBusSessionReceiver> AcceptNextSessionAsync(
        string topicName, string subscriptionName, ServiceBusSessionReceiverOptions? options = null, CancellationToken cancellationToken = default) =>
        throw NotHere("sessions");

    public override Task<ServiceBusSessionReceiver> AcceptSessionAsync(
        string queueName, string sessionId, ServiceBusSessionReceiverOptions? options = null, CancellationToken cancellationToken = default) =>
        throw NotHere("sessions");

    public override Task<ServiceBusSessionReceiver> AcceptSessionAsync(
        string topicName, string subscriptionName, string sessionId, ServiceBusSessionReceiverOptions? options = null, CancellationToken cancellationToken = default) =>
        throw NotHere("sessions");

    public override IAsyncEnumerable<string> GetMessageSessionsAsync(string queueName, CancellationToken cancellationToken = default) =>
        throw NotHere("sessions");

    public override IAsyncEnumerable<string> GetMessageSessionsAsync(
        string queueName, DateTimeOffset sessionStateUpdatedAfter, CancellationToken cancellationToken = default) => throw NotHere("sessions");

    public override IAsyncEnumerable<string> GetMessageSessionsAsync(
        string topicName, string subscriptionName, CancellationToken cancellationToken = default) => throw NotHere("sessions");

    public override IAsyncEnumerable<string> GetMessageSessionsAsync(
        string topicName, string subscriptionName, DateTimeOffset sessionStateUpdatedAfter, CancellationToken cancellationToken = default) =>
        throw NotHere("sessions");

    public override ServiceBusProcessor CreateProcessor(string queueName) => throw NotHere("processors");

    public override ServiceBusProcessor CreateProcessor(string queueName, ServiceBusProcessorOptions options) => throw NotHere("processors");

    public override ServiceBusProcessor CreateProcessor(string topicName, string subscriptionName) => throw NotHere("processors");

    public override ServiceBusProcessor CreateProcessor(string topicName, string subscriptionName, ServiceBusProcessorOptions options) =>
        throw NotHere("processors");

    public override ServiceBusSessionProcessor CreateSessionProcessor(string queueName, ServiceBusSessionProcessorOptions? options = null) =>
        throw NotHere("session processors");

    public override ServiceBusSessionProcessor CreateSessionProcessor(
        string topicName, string subscriptionName, ServiceBusSessionProcessorOptions? options = null) => throw NotHere("session processors");

    public override ServiceBusRuleManager CreateRuleManager(string topicName, string subscriptionName) => throw NotHere("rule managers");

#pragma warning disable CA2215 // The base has no connection to close.
    public override ValueTask DisposeAsync()
    {
        _closed = true;
        return ValueTask.CompletedTask;
    }
#pragma warning restore CA2215

    public void ThrowIfClosed() => ObjectDisposedException.ThrowIf(_closed, typeof(ServiceBusClient));

    private static NotSupportedException NotHere(string what) => new($"The local Service Bus has no {what} yet.");

    private LocalServiceBusReceiver Receiver(string path, ServiceBusReceiverOptions? options)
    {
        ThrowIfClosed();
        options ??= new ServiceBusReceiverOptions();
        return new LocalServiceBusReceiver(new ReceiverLink(this, EntityPaths.Of(path, options.SubQueue), options.ReceiveMode, options.PrefetchCount, options.Identifier));
    }
}
