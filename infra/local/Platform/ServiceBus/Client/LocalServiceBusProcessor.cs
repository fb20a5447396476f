using Azure.Messaging.ServiceBus;

namespace ChatPay.Local.ServiceBus.Client;

/// <summary>Processes the messages of an entity of the local broker. The official base class holds the handlers.</summary>
internal sealed class LocalServiceBusProcessor(LocalServiceBusClient client, string entityPath, ServiceBusProcessorOptions options)
    : ServiceBusProcessor, IMessageHandler
{
    private readonly Listening _listening = new(client, entityPath, new ListenOptions
    {
        MaxConcurrentCalls = options.MaxConcurrentCalls,
        AutoComplete = options.AutoCompleteMessages,
        ReceiveMode = options.ReceiveMode,
        MaxAutoLockRenewalDuration = options.MaxAutoLockRenewalDuration,
    });

    public override string FullyQualifiedNamespace => client.FullyQualifiedNamespace;

    public override string EntityPath => EntityPaths.Of(entityPath, options.SubQueue);

    public override string Identifier { get; } = LinkIdentifier.For(entityPath, options.Identifier);

    public override ServiceBusReceiveMode ReceiveMode => options.ReceiveMode;

    public override int PrefetchCount => options.PrefetchCount;

    public override int MaxConcurrentCalls => options.MaxConcurrentCalls;

    public override bool AutoCompleteMessages => options.AutoCompleteMessages;

    public override TimeSpan MaxAutoLockRenewalDuration => options.MaxAutoLockRenewalDuration;

    public override bool IsProcessing => _listening.IsOn;

    public override bool IsClosed => _listening.IsClosed || client.IsClosed;

    public override Task StartProcessingAsync(CancellationToken cancellationToken = default)
    {
        Handlers.Require(nameof(ProcessMessageAsync), () => ProcessMessageAsync += Nothing, () => ProcessMessageAsync -= Nothing);
        Handlers.Require(nameof(ProcessErrorAsync), () => ProcessErrorAsync += Nothing, () => ProcessErrorAsync -= Nothing);
        return _listening.StartAsync(EntityPath, this, cancellationToken);
    }

    public override Task StopProcessingAsync(CancellationToken cancellationToken = default) => _listening.StopAsync();

    public override Task CloseAsync(CancellationToken cancellationToken = default) => _listening.CloseAsync();

    public Task HandleAsync(Delivery delivery, CancellationToken cancellationToken) =>
        OnProcessMessageAsync(new ProcessMessageEventArgs(delivery.Message, delivery.Receiver, Identifier, cancellationToken));

    public Task FailedAsync(Exception exception, ServiceBusErrorSource source, CancellationToken cancellationToken) =>
        OnProcessErrorAsync(
            new ProcessErrorEventArgs(exception, source, FullyQualifiedNamespace, EntityPath, Identifier, cancellationToken));

    private static Task Nothing<T>(T e) => Task.CompletedTask;
}
