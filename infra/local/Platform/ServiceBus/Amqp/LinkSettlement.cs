using ChatPay.Local.ServiceBus.Queues;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Framing;

namespace ChatPay.Local.ServiceBus.Amqp;

/// <summary>Settles what was sent on a link as its receiver says, and tells it the outcome.</summary>
internal sealed class LinkSettlement(SendingAmqpLink link, BusQueue queue, SessionHold? hold, AmqpEndpointOptions options)
{
    public void Start() => link.RegisterDispositionListener(delivery => options.Clock.Work.Detach(() => _ = SettleAsync(delivery)));

    private async Task SettleAsync(Microsoft.Azure.Amqp.Delivery delivery)
    {
        // What is settled as it is sent comes by here too.
        if (link.Settings.SettleType == SettleMode.SettleOnSend)
            return;
        DeliveryState outcome = AmqpConstants.AcceptedOutcome;
        using (options.Clock.Working($"AMQP: a settlement at {queue.Path}"))
        {
            try
            {
                await options.Broker.Desk.SettleAsync(queue, new Guid(delivery.DeliveryTag), Settlements.Of(delivery.State), hold);
            }
#pragma warning disable CA1031 // Whatever goes wrong is the outcome.
            catch (Exception e)
#pragma warning restore CA1031
            {
                outcome = new Rejected { Error = AmqpErrors.Of(e) };
            }
        }

        if (!delivery.Settled)
            link.DisposeDelivery(delivery, settled: true, outcome);
    }
}
