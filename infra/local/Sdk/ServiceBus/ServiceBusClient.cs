using Azure.Core;

namespace Azure.Messaging.ServiceBus;

/// <summary>Makes senders and receivers. One that the local platform made talks to its broker; one made by a public
/// constructor talks to nothing, and says so when it is used.</summary>
public class ServiceBusClient : IAsyncDisposable
{
    private readonly IServiceBusTransport _transport;
    private readonly ServiceBusClientOptions _options;
    private readonly string _namespace;
    private volatile bool _closed;

    protected ServiceBusClient()
    {
    }

    public ServiceBusClient(string connectionString)
        : this(connectionString, new ServiceBusClientOptions())
    {
    }

    public ServiceBusClient(string connectionString, ServiceBusClientOptions options)
        : this(null, ConnectionString.Namespace(connectionString), options)
    {
    }

    public ServiceBusClient(string fullyQualifiedNamespace, TokenCredential credential)
        : this(fullyQualifiedNamespace, credential, new ServiceBusClientOptions())
    {
    }

    public ServiceBusClient(string fullyQualifiedNamespace, AzureNamedKeyCredential credential, ServiceBusClientOptions options = null)
        : this(null, Named(fullyQualifiedNamespace), options) => ArgumentNullException.ThrowIfNull(credential);

    public ServiceBusClient(string fullyQualifiedNamespace, AzureSasCredential credential, ServiceBusClientOptions options = null)
        : this(null, Named(fullyQualifiedNamespace), options) => ArgumentNullException.ThrowIfNull(credential);

    public ServiceBusClient(string fullyQualifiedNamespace, TokenCredential credential, ServiceBusClientOptions options)
        : this(null, Named(fullyQualifiedNamespace), options) => ArgumentNullException.ThrowIfNull(credential);

    internal ServiceBusClient(IServiceBusTransport transport, ServiceBusClientOptions options = null)
        : this(transport, transport.FullyQualifiedNamespace, options)
    {
    }

    private ServiceBusClient(IServiceBusTransport transport, string fullyQualifiedNamespace, ServiceBusClientOptions options)
    {
        _transport = transport;
        _namespace = fullyQualifiedNamespace;
        _options = options ?? new ServiceBusClientOptions();
        Identifier = LinkIdentifier.For(fullyQualifiedNamespace, _options.Identifier);
        TransportType = _options.TransportType;
    }

    public virtual string FullyQualifiedNamespace => _namespace;

    public virtual string Identifier { get; }

    public virtual bool IsClosed => _closed;

    public ServiceBusTransportType TransportType { get; }

    /// <exception cref="InvalidOperationException">The client was made by a public constructor.</exception>
    internal IServiceBusTransport Transport
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, typeof(ServiceBusClient));
            return _transport ?? throw new InvalidOperationException(
                "This ServiceBusClient reaches no Service Bus: the build uses the local types (AzureSdk=Local). "
                + "Take the client from dependency injection on the local platform, or build with AzureSdk=Official.");
        }
    }

    internal TimeSpan TryTimeout => _options.RetryOptions.TryTimeout;

    public virtual ServiceBusReceiver CreateReceiver(string queueName) => CreateReceiver(queueName, new ServiceBusReceiverOptions());

    public virtual ServiceBusReceiver CreateReceiver(string queueName, ServiceBusReceiverOptions options) =>
        new(EntityPaths.Queue(queueName), options ?? new ServiceBusReceiverOptions(), this);

    public virtual ServiceBusReceiver CreateReceiver(string topicName, string subscriptionName) =>
        CreateReceiver(topicName, subscriptionName, new ServiceBusReceiverOptions());

    public virtual ServiceBusReceiver CreateReceiver(string topicName, string subscriptionName, ServiceBusReceiverOptions options) =>
        new(EntityPaths.Subscription(topicName, subscriptionName), options ?? new ServiceBusReceiverOptions(), this);

    public virtual ServiceBusSender CreateSender(string queueOrTopicName) => CreateSender(queueOrTopicName, new ServiceBusSenderOptions());

    public virtual ServiceBusSender CreateSender(string queueOrTopicName, ServiceBusSenderOptions options) =>
        new(EntityPaths.Queue(queueOrTopicName), options ?? new ServiceBusSenderOptions(), this);

    public virtual ValueTask DisposeAsync()
    {
        _closed = true;
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private static string Named(string fullyQualifiedNamespace)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(fullyQualifiedNamespace);
        return fullyQualifiedNamespace;
    }
}
