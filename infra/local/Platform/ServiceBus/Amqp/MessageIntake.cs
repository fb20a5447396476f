using ChatPay.Local.Clock;
using ChatPay.Local.ServiceBus.Queues;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Framing;

namespace ChatPay.Local.ServiceBus.Amqp;

/// <summary>Receives messages from a client's sender. A message is accepted when it is on disk.</summary>
internal static class MessageIntake
{
    private const uint Credit = 1000;

    /// <exception cref="InvalidOperationException">The entity cannot be sent to.</exception>
    public static void Attach(ReceivingAmqpLink link, ServiceBusBroker broker, BusQueue entity, LocalClock clock)
    {
        if (entity.Kind is not (EntityKind.Queue or EntityKind.Topic))
            throw new InvalidOperationException(
                $"Nothing can be sent to {entity.Path}: it gets its messages from its {(entity.Dead ? "queue" : "topic")}.");
        link.RegisterMessageListener(message => clock.Work.Detach(() => _ = TakeAsync(link, broker, entity.Path, clock, message)));
        link.SetTotalLinkCredit(Credit, applyNow: true, updateAutoFlow: true);
    }

#pragma warning disable CA1031 // Any error is reported to the sender.
    private static async Task TakeAsync(ReceivingAmqpLink link, ServiceBusBroker broker, string path, LocalClock clock, AmqpMessage message)
    {
        DeliveryState outcome = AmqpConstants.AcceptedOutcome;
        using (clock.Working($"AMQP: a message for {path}"))
        {
            try
            {
                await SendAsync(broker, path, WireMessage.Sent(message));
            }
            catch (Exception e)
            {
                outcome = new Rejected { Error = AmqpErrors.Of(e) };
            }
        }

        link.DisposeMessage(message, (Outcome)outcome, settled: true, batchable: false);
        message.Dispose();
    }
#pragma warning restore CA1031

    /// <returns>The sequence numbers.</returns>
    /// <exception cref="InvalidOperationException">The entity requires sessions, and a message has no session id.</exception>
    /// <exception cref="Azure.Messaging.ServiceBus.ServiceBusException">The entity does not exist, or the send is too large.</exception>
    public static Task<IReadOnlyList<long>> SendAsync(
        ServiceBusBroker broker, string path, List<(Azure.Messaging.ServiceBus.ServiceBusMessage Message, byte[] Content)> messages)
    {
        var entity = broker.Reach(path, CancellationToken.None);
        if (entity.RequiresSession && messages.Exists(m => m.Message.SessionId is null))
            throw new InvalidOperationException($"{path} requires sessions: set the SessionId of every message.");
        Client.SendSize.Demand(messages.ConvertAll(m => m.Content), path);
        return broker.Distribution.SendAsync(entity, messages);
    }
}
