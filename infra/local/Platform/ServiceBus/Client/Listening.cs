using ChatPay.Local.ServiceBus.Queues;

namespace ChatPay.Local.ServiceBus.Client;

/// <summary>The listener of a processor that can be started, stopped, and started again.</summary>
internal sealed class Listening(LocalServiceBusClient client, string entityPath, ListenOptions options)
{
    private readonly Lock _gate = new();
    private IBusListener? _listener;

    public bool IsOn
    {
        get { lock (_gate) return _listener is not null; }
    }

    public bool IsClosed { get; private set; }

    /// <exception cref="InvalidOperationException">It is already running, or the kind of processor does not match the entity.</exception>
    public async Task StartAsync(string path, IMessageHandler handler, CancellationToken cancellationToken)
    {
        await Task.Yield();
        client.ThrowIfClosed();
        ObjectDisposedException.ThrowIf(IsClosed, typeof(Azure.Messaging.ServiceBus.ServiceBusProcessor));
        var queue = client.Broker.Reach(path, cancellationToken);
        if (queue.Kind == EntityKind.Topic)
            throw new InvalidOperationException($"{entityPath} is a topic: process one of its subscriptions.");
        if (queue.RequiresSession != options.MaxConcurrentSessions is not null)
            throw new InvalidOperationException(
                $"{entityPath} {(queue.RequiresSession ? "requires" : "does not require")} sessions: create the other kind of processor.");
        lock (_gate)
        {
            _listener = _listener is null
                ? client.Broker.Listen(path, options, handler)
                : throw new InvalidOperationException("The processor is running already: call StopProcessingAsync first.");
        }
    }

    /// <summary>Accepts no more messages, cancels the handlers' token and waits for the handlers.</summary>
    public async Task StopAsync()
    {
        IBusListener? listener;
        lock (_gate) (listener, _listener) = (_listener, null);
        if (listener is not null)
            await listener.DisposeAsync();
    }

    public Task CloseAsync()
    {
        IsClosed = true;
        return StopAsync();
    }
}
