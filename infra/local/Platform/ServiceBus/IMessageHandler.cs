using Azure.Messaging.ServiceBus;

namespace ChatPay.Local.ServiceBus;

/// <summary>Handles the messages of a listener.</summary>
internal interface IMessageHandler
{
    /// <summary>Handles a delivery; an exception abandons its messages at once.</summary>
    Task HandleAsync(Delivery delivery, CancellationToken cancellationToken);

    /// <summary>Called when a delivery has failed, or could not be settled.</summary>
    Task FailedAsync(Exception exception, ServiceBusErrorSource source, CancellationToken cancellationToken) => Task.CompletedTask;

    Task SessionOpenedAsync(ServiceBusSessionReceiver session, CancellationToken cancellationToken) => Task.CompletedTask;

    Task SessionClosingAsync(ServiceBusSessionReceiver session, CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>A function as a handler.</summary>
internal sealed class HandlerFunction(Func<Delivery, CancellationToken, Task> handle) : IMessageHandler
{
    public Task HandleAsync(Delivery delivery, CancellationToken cancellationToken) => handle(delivery, cancellationToken);
}
