using Azure.Messaging.ServiceBus;
using ChatPay.Local.ServiceBus;
using ChatPay.Local.Worker.Settlement;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace ChatPay.Local.Hosting;

/// <summary>The broker's <see cref="ServiceBusBroker.Listen(string, ListenOptions, Func{Delivery, CancellationToken, Task})"/>.</summary>
public delegate IBusListener ListenToMessages(string entityPath, ListenOptions options, Func<Delivery, CancellationToken, Task> handle);

/// <summary>Runs functions for the messages that trigger them.</summary>
internal sealed class ServiceBusTriggers(FunctionInvoker invoker, HostJson hostJson, IConfiguration settings, CancellationToken stopping)
{
    private readonly List<IBusListener> _listeners = [];

    /// <exception cref="PlatformException">A declaration requires a feature that this host lacks, or a setting is missing.</exception>
    public void Start(FunctionCatalog catalog, ListenToMessages? listen)
    {
        foreach (var (function, trigger) in catalog.With<ServiceBusTriggerAttribute>())
        {
            if (listen is null)
                throw new PlatformException(
                    $"The function {function.Name} has a Service Bus trigger, and this host was started without a broker.");

            RequireConnection(trigger.Connection ?? "ServiceBus", function.Name);
            var entity = settings.Resolve(
                trigger.QueueName ?? $"{trigger.TopicName}/Subscriptions/{trigger.SubscriptionName}",
                function.Name);
            _listeners.Add(listen(entity, hostJson.ServiceBus.For(trigger), (delivery, cancel) => RunAsync(function, delivery, cancel)));
        }
    }

    /// <summary>Accepts no more messages; those being handled continue.</summary>
    public void StopTaking()
    {
        foreach (var listener in _listeners)
            listener.StopTaking();
    }

    /// <summary>Cancels the handling of messages.</summary>
    /// <param name="haveEnded">Whether every function has ended: then all messages are settled on completion. The messages of a
    /// function that does not end are redelivered when their locks expire.</param>
    public async Task StopAsync(bool haveEnded)
    {
        foreach (var listener in _listeners)
            listener.Dispose();
        foreach (var listener in haveEnded ? _listeners : [])
            await listener.DisposeAsync();
    }

    /// <summary>Returns what runs a function by hand: it sends a message with a body to the function's entity.</summary>
    public Func<LocalFunction, string, Task>? SenderFor(ServiceBusClient? client) => client is null ? null : async (function, body) =>
    {
        var trigger = (ServiceBusTriggerAttribute)function.Trigger;
        await using var sender = client.CreateSender(settings.Resolve(trigger.QueueName ?? trigger.TopicName!, function.Name));
        await sender.SendMessageAsync(new ServiceBusMessage(body) { SessionId = trigger.IsSessionsEnabled ? "by-hand" : null });
    };

    private async Task RunAsync(LocalFunction function, Delivery delivery, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping);
        var messages = new MessageDelivery(delivery.Messages, delivery.Receiver)
        {
            Session = delivery.Session,
            ReleaseSession = delivery.ReleaseSession,
        };
        await invoker.InvokeAsync(function, (worker, token) => worker.RunMessagesAsync(function.Name, messages, token), over.Token);
    }

    // The setting is a connection string, or the name is a prefix of identity-based connection settings.
    private void RequireConnection(string name, string function)
    {
        if ((
                settings[name]
                ?? settings[$"AzureWebJobs{name}"]
                ?? settings[$"ConnectionStrings:{name}"]
                ?? settings[$"{name}:fullyQualifiedNamespace"])
            is null)
            throw new PlatformException(
                $"The function {function} needs the Service Bus connection {name}: set {name} or {name}__fullyQualifiedNamespace in "
                    + "local.settings.json.");
    }
}
