using ChatPay.Functions.Shared.Messaging;
using ChatPay.Local.ServiceBus;

namespace ChatPay.Local;

/// <summary>The queues, topics and subscriptions, as infra/azure/modules/servicebus.bicep declares them.</summary>
internal static class BusEntities
{
    /// <summary>What happens to orders, for other systems.</summary>
    public const string OrderEvents = "order-events";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(14);
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private static readonly QueueOptions Queue = new()
    {
        LockDuration = TimeSpan.FromMinutes(5),
        MaxDeliveryCount = 10,
        DefaultMessageTimeToLive = Longest,
        DeadLetteringOnMessageExpiration = true,
    };

    public static void Declare(ServiceBusBroker bus)
    {
        // A repeat within the window is dropped, but of kicks none is.
        foreach (var queue in new[] { Queues.InboundChat, Queues.InboundPayments, Queues.OutboundChat })
            bus.DeclareQueue(queue, Queue with { DuplicateDetectionWindow = Window });
        bus.DeclareQueue(Queues.Kicks, Queue);

        // Not on Azure yet: nothing is published there. The subscription keeps everything, to be looked at.
        bus.DeclareTopic(OrderEvents, new TopicOptions { DefaultMessageTimeToLive = Longest, DuplicateDetectionWindow = Window });
        bus.DeclareSubscription(OrderEvents, "everything", Queue);
    }
}
