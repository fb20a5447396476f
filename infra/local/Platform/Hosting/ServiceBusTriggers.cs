using Azure.Messaging.ServiceBus;
using ChatPay.Local.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace ChatPay.Local.Hosting;

/// <summary>The broker's subscription: a message is abandoned when <paramref name="handle"/> throws, and with
/// <paramref name="autoComplete"/> completed when it returns.</summary>
public delegate IDisposable SubscribeToQueue(
    string queue, int maxConcurrent, Func<ServiceBusReceivedMessage, CancellationToken, Task> handle, bool autoComplete);

/// <summary>Runs functions by messages.</summary>
internal sealed class ServiceBusTriggers(FunctionInvoker invoker, HostJson hostJson, IConfiguration settings) : IDisposable
{
    private readonly List<IDisposable> _subscriptions = [];

    /// <exception cref="PlatformException">A declaration asks for what this host has not, or a setting is missing.</exception>
    public void Start(FunctionCatalog catalog, SubscribeToQueue? subscribe, ServiceBusClient? client)
    {
        foreach (var (function, trigger) in catalog.With<ServiceBusTriggerAttribute>())
        {
            if (subscribe is null)
                throw new PlatformException($"The function {function.Name} has a Service Bus trigger, and this host was started without a broker.");
            if (trigger.IsBatched)
                throw new PlatformException($"The function {function.Name} takes batches: this host hands over one message at a time.");

            RequireConnection(trigger.Connection ?? "ServiceBus", function.Name);
            var entity = settings.Resolve(trigger.QueueName ?? $"{trigger.TopicName}/Subscriptions/{trigger.SubscriptionName}", function.Name);
            var actions = function.Takes(typeof(ServiceBusMessageActions)) ? Actions(function, entity, client) : null;

            // One at a time keeps the order within every session.
            var concurrency = trigger.IsSessionsEnabled ? 1 : hostJson.MaxConcurrentCalls;
            _subscriptions.Add(subscribe(
                entity,
                concurrency,
                (message, cancel) => invoker.InvokeAsync(function, new Cause(message, Data(message)), cancel, context => context.Features.Set(actions)),
                trigger.AutoCompleteMessages));
        }
    }

    /// <summary>Takes no more messages; those that are being handled go on.</summary>
    public void StopTaking()
    {
        foreach (var subscription in _subscriptions.OfType<BusSubscription>())
            subscription.StopTaking();
    }

    public void Dispose()
    {
        foreach (var subscription in _subscriptions)
            subscription.Dispose();
    }

    /// <summary>Runs a function by hand: with a message of this body, sent where its messages come from.</summary>
    public Func<LocalFunction, string, Task>? SenderFor(ServiceBusClient? client) => client is null ? null : async (function, body) =>
    {
        var trigger = (ServiceBusTriggerAttribute)function.Trigger;
        await using var sender = client.CreateSender(settings.Resolve(trigger.QueueName ?? trigger.TopicName!, function.Name));
        await sender.SendMessageAsync(new ServiceBusMessage(body));
    };

    private static ServiceBusMessageActions Actions(LocalFunction function, string entity, ServiceBusClient? client) => client is null
        ? throw new PlatformException($"The function {function.Name} settles its messages, and this host was started without a Service Bus client.")
        : new ServiceBusMessageActions(client.CreateReceiver(entity));

    // The setting itself is a connection string, or the prefix of the settings of a connection by identity.
    private void RequireConnection(string name, string function)
    {
        if ((settings[name] ?? settings[$"AzureWebJobs{name}"] ?? settings[$"ConnectionStrings:{name}"] ?? settings[$"{name}:fullyQualifiedNamespace"]) is null)
            throw new PlatformException($"The function {function} needs the Service Bus connection {name}: set {name} or {name}__fullyQualifiedNamespace in local.settings.json.");
    }

    private static Dictionary<string, object?> Data(ServiceBusReceivedMessage message) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["messageId"] = message.MessageId,
        ["correlationId"] = message.CorrelationId,
        ["sessionId"] = message.SessionId,
        ["subject"] = message.Subject,
        ["contentType"] = message.ContentType,
        ["replyTo"] = message.ReplyTo,
        ["to"] = message.To,
        ["deliveryCount"] = message.DeliveryCount,
        ["sequenceNumber"] = message.SequenceNumber,
        ["enqueuedTimeUtc"] = message.EnqueuedTime.UtcDateTime,
        ["expiresAtUtc"] = message.ExpiresAt.UtcDateTime,
        ["applicationProperties"] = message.ApplicationProperties,
    };
}
