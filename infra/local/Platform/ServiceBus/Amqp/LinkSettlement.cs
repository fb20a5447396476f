using ChatPay.Local.ServiceBus.Queues;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Framing;

namespace ChatPay.Local.ServiceBus.Amqp;

/// <summary>Settles the deliveries of a link as its receiver requests, and reports the outcome.</summary>
internal sealed class LinkSettlement(SendingAmqpLink link, BusQueue queue, SessionHold? hold, AmqpEndpointOptions options)
{
    public void Start() => link.RegisterDispositionListener(delivery => options.Clock.Work.Detach(() => _ = SettleAsync(delivery)));

    private async Task SettleAsync(Microsoft.Azure.Amqp.Delivery delivery)
    {
        // Pre-settled deliveries are also reported here.
        if (link.Settings.SettleType == SettleMode.SettleOnSend)
            return;
        DeliveryState outcome = AmqpConstants.AcceptedOutcome;
        using (options.Clock.Working($"AMQP: a settlement at {queue.Path}"))
        {
            try
            {
                await options.Broker.Desk.SettleAsync(queue, new Guid(delivery.DeliveryTag), Settlements.Of(delivery.State), hold);
            }
#pragma warning disable CA1031 // Any error is reported as the outcome.
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
