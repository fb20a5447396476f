using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Features.Disputes;
using ChatPay.Functions.Features.Payments;
using ChatPay.Functions.Features.Payouts.Sweep;
using ChatPay.Functions.Features.Refunds;
using ChatPay.Functions.Features.Sellers.PayPalOnboarding;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Refunds;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Webhooks;

/// <summary>
/// Takes up what PayPal told: reads the provider's own state of what it is about and writes it down. Every path is one that
/// runs without any webhook too (return page, poll, sweep), so a lost one costs time only. An event is marked as seen after
/// its effect, under its provider id.
/// </summary>
public sealed class HandlePayPalEvent(
    ChatPayTables tables,
    OrderStore orders,
    SettlePayment payments,
    SubmitRefund refunds,
    AdoptRefunds adoption,
    ReadDispute cases,
    AdoptPayoutBatch adoptBatch,
    SettlePayoutBatch payouts,
    ReadSellerAtPayPal merchants,
    UnmatchedPayPalEvent orphans,
    RetryingConsumer consumer,
    ILogger<HandlePayPalEvent> log)
{
    private const string Row = "paypal";

    [Function(nameof(HandlePayPalEvent))]
    public Task RunAsync(
        [ServiceBusTrigger(Queues.InboundPayments, Connection = Queues.Connection)] ServiceBusReceivedMessage message,
        CancellationToken cancellationToken
    ) => consumer.RunAsync<PayPalEvent>(Queues.InboundPayments, message, OnceAsync, cancellationToken);

    private async Task OnceAsync(PayPalEvent news, CancellationToken cancellationToken)
    {
        var partition = news.Key;
        if (await ChatPayTables.FindAsync(tables.Inbox, partition, Row, cancellationToken) is not null)
            return;

        if (news.OrderId is null)
            news = news with { OrderId = await OrderOfAsync(news, cancellationToken) };
        if (news.OrderId is { } orderId && await orders.FindAsync(orderId, cancellationToken) is null)
        {
            // Orders are written before anything of theirs is made at the provider: this is another installation's, or the tables have
            // been set back.
            log.LogWarning(
                "PayPal's event {EventId} ({EventType}) names order {OrderId}, which is not here; it waits for it.",
                news.EventId,
                news.EventType,
                orderId);
            await orphans.KeepAsync(news, cancellationToken);
            return;
        }

        await TakeUpAsync(news, cancellationToken);
        await tables.Inbox.UpsertEntityAsync(
            new TableEntity(partition, Row) { ["EventType"] = news.EventType }, TableUpdateMode.Replace, cancellationToken);
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

    private async Task TakeUpAsync(PayPalEvent news, CancellationToken cancellationToken)
    {
        switch (news)
        {
            case { OrderId: { } orderId, CaseId: { } caseId }:
                // The payment may not have been heard of yet.
                await payments.SettleAsync(orderId, null, cancellationToken);
                await cases.RunAsync(Dispute.Key(orderId, caseId), cancellationToken);
                break;
            case { OrderId: not null } when Refund.Parse(news.CustomId) is not null:
                await refunds.RunAsync(news.CustomId!, cancellationToken);
                break;
            case { OrderId: { } orderId, IsOfRefund: true }:
                await payments.SettleAsync(orderId, null, cancellationToken);
                await adoption.RunAsync(orderId, news.RefundId, cancellationToken);
                break;
            case { OrderId: { } orderId }:
                await payments.SettleAsync(orderId, Checkout.Parse(news.CustomId)?.Number, cancellationToken);
                break;
            case { EventType: "MERCHANT.ONBOARDING.COMPLETED", SellerId: { } trackingId }:
                await merchants.OfReferralAsync(trackingId, cancellationToken);
                break;
            case { MerchantId: { } merchantId }:
                await merchants.OfMerchantAsync(merchantId, cancellationToken);
                break;
            case { BatchId: { } batchId }:
                if (news.ProviderBatchId is { } providerBatchId)
                    await adoptBatch.RunAsync(batchId, providerBatchId, cancellationToken);
                await payouts.RunAsync(batchId, cancellationToken);
                break;
            default:
                log.LogInformation("PayPal's event {EventId} ({EventType}) is about nothing of ours.", news.EventId, news.EventType);
                break;
        }
    }
}
