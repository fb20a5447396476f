using ChatPay.Functions.Platform.Messaging;
using ChatPay.Local.ServiceBus;

namespace ChatPay.Local.Control;

/// <summary>The queues, topics and subscriptions, as infra/azure/modules/servicebus.bicep declares them.</summary>
internal static class BusEntities
{
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
        // Duplicates within the window are dropped, except of triggers. A session waits out an outage of days at its first message.
        foreach (var queue in Queues.All)
        {
            var ordered = Queues.InSessions.Contains(queue);
            bus.DeclareQueue(queue, Queue with
            {
                RequiresSession = ordered,
                MaxDeliveryCount = ordered ? 1000 : Queue.MaxDeliveryCount,
                DuplicateDetectionWindow = Queues.OfTriggers.Contains(queue) ? null : Window,
            });
        }

        // The subscription exists on this platform only, to show every event. On Azure each reader makes its own.
        bus.DeclareTopic(Queues.OrderEvents, new TopicOptions { DefaultMessageTimeToLive = Longest, DuplicateDetectionWindow = Window });
        bus.DeclareSubscription(Queues.OrderEvents, "everything", Queue with { DeadLetteringOnMessageExpiration = false });
    }
}
