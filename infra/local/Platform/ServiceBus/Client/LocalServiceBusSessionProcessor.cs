using Azure.Messaging.ServiceBus;

namespace ChatPay.Local.ServiceBus.Client;

/// <summary>Processes the sessions of an entity of the local broker. An inner processor holds the handlers, as in the official
/// client.</summary>
internal sealed class LocalServiceBusSessionProcessor : ServiceBusSessionProcessor, IMessageHandler
{
    private readonly LocalServiceBusClient _client;
    private readonly ServiceBusSessionProcessorOptions _options;
    private readonly Listening _listening;

    /// <exception cref="NotSupportedException">The options require something that is not emulated.</exception>
    public LocalServiceBusSessionProcessor(LocalServiceBusClient client, string entityPath, ServiceBusSessionProcessorOptions options)
    {
        if (options.MaxConcurrentCallsPerSession != 1)
            throw new NotSupportedException(
                "The local Service Bus handles one message of a session at a time: leave MaxConcurrentCallsPerSession at 1.");
        if (options.SessionIds.Count > 0)
            throw new NotSupportedException("The local Service Bus processes all sessions of an entity: leave SessionIds empty.");

        (_client, _options) = (client, options);
        EntityPath = entityPath;
        Identifier = LinkIdentifier.For(entityPath, options.Identifier);
        InnerProcessor = new LocalServiceBusProcessor(client, entityPath, new ServiceBusProcessorOptions());
        _listening = new Listening(client, entityPath, new ListenOptions
        {
            MaxConcurrentSessions = options.MaxConcurrentSessions,
            AutoComplete = options.AutoCompleteMessages,
            ReceiveMode = options.ReceiveMode,
            MaxAutoLockRenewalDuration = options.MaxAutoLockRenewalDuration,
            SessionIdleTimeout = options.SessionIdleTimeout,
        });
    }

    public override string FullyQualifiedNamespace => _client.FullyQualifiedNamespace;

    public override string EntityPath { get; }

    public override string Identifier { get; }

    public override ServiceBusReceiveMode ReceiveMode => _options.ReceiveMode;

    public override int PrefetchCount => _options.PrefetchCount;

    public override bool AutoCompleteMessages => _options.AutoCompleteMessages;

    public override TimeSpan MaxAutoLockRenewalDuration => _options.MaxAutoLockRenewalDuration;

    public override int MaxConcurrentSessions => _options.MaxConcurrentSessions;

    public override int MaxConcurrentCallsPerSession => _options.MaxConcurrentCallsPerSession;

    public override TimeSpan? SessionIdleTimeout => _options.SessionIdleTimeout;

    public override bool IsProcessing => _listening.IsOn;

    public override bool IsClosed => _listening.IsClosed || _client.IsClosed;

    protected override ServiceBusProcessor InnerProcessor { get; }

    public override async Task StartProcessingAsync(CancellationToken cancellationToken = default)
    {
        Handlers.Require(nameof(ProcessMessageAsync), () => ProcessMessageAsync += Nothing, () => ProcessMessageAsync -= Nothing);
        Handlers.Require(nameof(ProcessErrorAsync), () => ProcessErrorAsync += Nothing, () => ProcessErrorAsync -= Nothing);
        await _listening.StartAsync(EntityPath, this, cancellationToken);
    }

    public override Task StopProcessingAsync(CancellationToken cancellationToken = default) => _listening.StopAsync();

    public override Task CloseAsync(CancellationToken cancellationToken = default) => _listening.CloseAsync();

    public Task HandleAsync(Delivery delivery, CancellationToken cancellationToken) =>
        OnProcessSessionMessageAsync(new SessionMessage(delivery, Identifier, cancellationToken));

    public Task FailedAsync(Exception exception, ServiceBusErrorSource source, CancellationToken cancellationToken) =>
        OnProcessErrorAsync(
            new ProcessErrorEventArgs(exception, source, FullyQualifiedNamespace, EntityPath, Identifier, cancellationToken));

    // These two handlers are optional, but the base class calls them without checking.
    public Task SessionOpenedAsync(ServiceBusSessionReceiver session, CancellationToken cancellationToken)
    {
        Handlers.TryAdd(() => SessionInitializingAsync += Nothing);
        return OnSessionInitializingAsync(new ProcessSessionEventArgs(session, Identifier, cancellationToken));
    }

    Task IMessageHandler.SessionClosingAsync(ServiceBusSessionReceiver session, CancellationToken cancellationToken)
    {
        Handlers.TryAdd(() => SessionClosingAsync += Nothing);
        return OnSessionClosingAsync(new ProcessSessionEventArgs(session, Identifier, cancellationToken));
    }

    private static Task Nothing<T>(T e) => Task.CompletedTask;

    private sealed class SessionMessage(Delivery delivery, string identifier, CancellationToken cancellationToken)
        : ProcessSessionMessageEventArgs(delivery.Message, delivery.Session, identifier, cancellationToken)
    {
        public override void ReleaseSession() => delivery.ReleaseSession();
    }
}
