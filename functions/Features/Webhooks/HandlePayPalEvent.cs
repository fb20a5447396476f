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

/// <summary>
/// Takes up what PayPal told: reads the provider's own state of what it is about and writes it down. Every path is one that
/// runs without any webhook too (return page, poll, sweep), so a lost one costs time only. Nothing is kept of an event: the queue drops
/// a repeat within ten minutes by the provider's id of it, and one that comes later finds its effect done.
/// </summary>
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
            // Orders are written before anything of theirs is made at the provider: this is another installation's, or the tables have
            // been set back.
            log.LogWarning(
                "PayPal's event {EventId} ({EventType}) names order {OrderId}, which is not here; it waits for it.",
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

    /// <summary>The order that it is about; null when it is none of ours, or about a batch of payouts. A dispute, and a refund that was not
    /// made here, lead to it by the payment's own key.</summary>
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
                // The payment may not have been heard of yet.
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
