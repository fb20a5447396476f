using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Features.Disputes;
using ChatPay.Functions.Features.Payments;
using ChatPay.Functions.Features.Payouts.Sweep;
using ChatPay.Functions.Features.Refunds;
using ChatPay.Functions.Features.Sellers.PayPalOnboarding;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Refunds;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Webhooks;

/// <summary>Handles a PayPal event: reads the provider's own state of its subject and records it. Every path also runs without any
/// webhook (return page, poll, sweep), so a lost event costs only time. No event is stored: the queue drops a repeat within ten
/// minutes by the provider's event id, and a later one finds its effect done.</summary>
public sealed class HandlePayPalEvent(
    OrderStore orders,
    SettlePayment payments,
    SubmitRefund refunds,
    AdoptRefunds adoption,
    ReadDispute cases,
    HearOfPayoutBatch payouts,
    ReadSellerAtPayPal merchants,
    UnmatchedPayPalEvent orphans,
    RetryingConsumer consumer,
    ILogger<HandlePayPalEvent> log)
{
    [Function(nameof(HandlePayPalEvent))]
    public Task RunAsync(
        [ServiceBusTrigger(Queues.InboundPayments, Connection = Queues.Connection)] ServiceBusReceivedMessage message,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    ) => consumer.RunAsync<PayPalEvent>(
        Queues.InboundPayments, message, (news, token) => HearAsync(news, orchestrations, token), cancellationToken);

    private async Task HearAsync(PayPalEvent news, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        if (news.OrderId is null)
            news = news with { OrderId = await OrderOfAsync(news, cancellationToken) };
        var order = news.OrderId is { } orderId ? await orders.FindAsync(orderId, cancellationToken) : null;
        if (news.OrderId is not null && order is null)
        {
            // Orders are written before anything is created for them at the provider: this one belongs to another installation, or
            // the tables were restored to an earlier state.
            log.LogWarning(
                "PayPal's event {EventId} ({EventType}) names order {OrderId}, which is not here; the event waits for it.",
                news.EventId,
                news.EventType,
                news.OrderId);
            await orphans.KeepAsync(news, cancellationToken);
            return;
        }

        if (order is not null)
            await TakeUpAsync(news, order, orchestrations, cancellationToken);
        else
            await TakeUpAsync(news, orchestrations, cancellationToken);
    }

    /// <summary>The order of the event; null when it is not one of ours, or the event is about a batch of payouts. A dispute, and a
    /// refund made elsewhere, lead to it by the payment's own key.</summary>
    private async Task<string?> OrderOfAsync(PayPalEvent news, CancellationToken cancellationToken) => news switch
    {
        { CaseId: { } caseId } => await cases.FindOrderAsync(caseId, cancellationToken),
        _ when Checkout.Parse(news.CustomId) is var (orderId, _) => orderId,
        _ when Refund.Parse(news.CustomId) is var (orderId, _) => orderId,
        { IsOfRefund: true, CaptureId: { } captureId } => await adoption.FindOrderAsync(captureId, cancellationToken),
        _ => null,
    };

    private async Task TakeUpAsync(
        PayPalEvent news, StoredOrder order, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        var orderId = order.Order.Id;
        switch (news)
        {
            case { CaseId: { } caseId }:
                // The payment itself may not have been reported yet.
                await payments.SettleAsync(order, null, cancellationToken);
                await cases.RunAsync(Dispute.Key(orderId, caseId), cancellationToken);
                break;
            case { CustomId: { } customId } when Refund.Parse(customId) is not null:
                await refunds.RunAsync(customId, cancellationToken);
                break;
            case { IsOfRefund: true }:
                await payments.SettleAsync(order, null, cancellationToken);
                await adoption.RunAsync(orderId, news.RefundId, cancellationToken);
                break;
            default:
                await payments.SettleAsync(order, Checkout.Parse(news.CustomId)?.Number, cancellationToken, orchestrations);
                break;
        }
    }

    private async Task TakeUpAsync(PayPalEvent news, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        switch (news)
        {
            case { EventType: "MERCHANT.ONBOARDING.COMPLETED", SellerId: { } trackingId }:
                await merchants.OfReferralAsync(trackingId, cancellationToken);
                break;
            case { MerchantId: { } merchantId }:
                await merchants.OfMerchantAsync(merchantId, cancellationToken);
                break;
            case { BatchId: { } batchId }:
                await payouts.RunAsync(batchId, news.ProviderBatchId, news.EventType, cancellationToken, orchestrations);
                break;
            default:
                log.LogInformation("PayPal's event {EventId} ({EventType}) is about nothing of ours.", news.EventId, news.EventType);
                break;
        }
    }
}
