using Azure.Messaging.ServiceBus;

namespace ChatPay.Local.ServiceBus;

/// <summary>What a listener gives its messages to.</summary>
internal interface IMessageHandler
{
    /// <summary>What it throws abandons the messages at once.</summary>
    Task HandleAsync(Delivery delivery, CancellationToken cancellationToken);

    /// <summary>A delivery has failed, or could not be settled.</summary>
    Task FailedAsync(Exception exception, ServiceBusErrorSource source, CancellationToken cancellationToken) => Task.CompletedTask;

    Task SessionOpenedAsync(ServiceBusSessionReceiver session, CancellationToken cancellationToken) => Task.CompletedTask;

    Task SessionClosingAsync(ServiceBusSessionReceiver session, CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>A function as a handler.</summary>
internal sealed class HandlerFunction(Func<Delivery, CancellationToken, Task> handle) : IMessageHandler
{
    public Task HandleAsync(Delivery delivery, CancellationToken cancellationToken) => handle(delivery, cancellationToken);
}
