using System.Net;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Conversations;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Conversations;
using ChatPay.Functions.Sale.Fulfilment;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Shipping.Tracking;

/// <summary>Brings the provider's knowledge of an order's shipments up to date. Each call has a key of its own, and its effect is
/// written before the next, so that neither a repeat nor a concurrent run reports anything twice.</summary>
public sealed class ReportTracking(
    OrderStore orders,
    ConversationStore conversations,
    PayPalClient payPal,
    OperatorAlerts attention,
    TimeProvider time)
{
    /// <summary>Rests the provider for half a minute after it did not respond in time.</summary>
    internal CallRest Rest { get; } = new(time, TimeSpan.FromSeconds(30));

    [Function(nameof(ReportTracking))]
    public async Task RunAsync([ActivityTrigger] string orderId, CancellationToken cancellationToken) =>
        await ReportAsync(await orders.GetAsync(orderId, cancellationToken), cancellationToken);

    /// <summary>Like the activity, for an order that has just been read.</summary>
    /// <exception cref="PayPalUnavailableException">The provider cannot be reached now.</exception>
    /// <exception cref="PayPalUnknownOutcomeException">The provider has not answered: repeat the call.</exception>
    public async Task ReportAsync(StoredOrder read, CancellationToken cancellationToken)
    {
        while (true)
        {
            var order = read.Order;
            if (order is not { Capture: { } capture }
                || order.Checkouts[capture.CheckoutNumber - 1].ProviderOrderId is not { } providerOrderId)
                return;
            if (order.Shipments.FirstOrDefault(s => !ReportedTracking.IsTold(order, s)) is not { } shipment)
                return;

            var key = $"{order.Id}-{shipment.Id}-{shipment.Reports + 1}";
            var told = shipment.Reported is { } old
                ? await WithdrawAsync(order, shipment, old, providerOrderId, key, cancellationToken)
                : await TellAsync(
                    order,
                    ReportedTracking.WantedFor(order, shipment)!,
                    capture.ProviderId,
                    providerOrderId,
                    key,
                    cancellationToken);
            var decided = await orders.ChangeAsync(
                read,
                o =>
                    o.Shipments.Any(s => s.Id == shipment.Id && s.Reports == shipment.Reports)
                        ? TrackingTransitions.Told(o, shipment.Id, told)
                        : Decision.Nothing,
                cancellationToken);
            read = decided.Stored;
        }
    }

    private async Task<ReportedTracking> TellAsync(
        Order order, ReportedTracking wanted, string captureId, string providerOrderId, string key, CancellationToken cancellationToken)
    {
        try
        {
            var request = new PayPalTrackingRequest(captureId, wanted.Number, wanted.Carrier, wanted.CarrierName)
            {
                NotifyPayer = await IsOutOfReachAsync(order, cancellationToken),
            };
            return wanted with { TrackerId = await payPal.AddTrackingAsync(providerOrderId, request, key, cancellationToken) };
        }
        catch (PayPalRefusedException e)
        {
            var issue = e.Reason;
            await attention.RaiseOnceAsync(
                "tracking-refused",
                key,
                $"PayPal refused the tracking number of a shipment ({issue}).",
                "Add it to the transaction in PayPal's dashboard, so that the seller is protected.",
                order.Id,
                happenedAt: null,
                cancellationToken);
            return wanted with { Refusal = issue };
        }
    }

    // Instagram's window is closed: the chat's notice waits for the buyer's next message, so PayPal, which has their address, mails
    // them.
    private async Task<bool> IsOutOfReachAsync(Order order, CancellationToken cancellationToken) =>
        await conversations.FindAsync(order.ConversationId, cancellationToken) is { IsOnInstagram: true } conversation
        && !MessagingWindow.IsOpen(conversation, time.GetUtcNow());

    private async Task<ReportedTracking?> WithdrawAsync(
        Order order, Shipment shipment, ReportedTracking old, string providerOrderId, string key, CancellationToken cancellationToken)
    {
        // Another shipment with the same number is the same tracker there.
        var isShared = order.Shipments.Any(s =>
            s.Id != shipment.Id && s.Reported?.TrackerId == old.TrackerId && ReportedTracking.IsTold(order, s));
        if (old.TrackerId is not { } tracker || isShared)
            return null;

        try
        {
            await payPal.CancelTrackingAsync(providerOrderId, tracker, key, cancellationToken);
        }
        catch (PayPalRefusedException e) when (e.Status is HttpStatusCode.NotFound or HttpStatusCode.UnprocessableEntity)
        {
            // It is cancelled already, or cannot be: its content is not worth holding anything up.
        }

        return null;
    }
}
