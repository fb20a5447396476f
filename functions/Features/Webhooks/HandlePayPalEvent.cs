using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Features.Disputes;
using ChatPay.Functions.Features.Payments;
using ChatPay.Functions.Features.Payouts.Sweep;
using ChatPay.Functions.Features.Refunds;
using ChatPay.Functions.Features.Sellers.PayPalOnboarding;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Reconciliation;
using ChatPay.Functions.Platform.Storage;
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
    CommitFollowUp followUp,
    INoticePublisher notices,
    RetryingConsumer consumer,
    ComparedReport compared,
    TimeProvider time,
    ILogger<HandlePayPalEvent> log)
{
    // PayPal may tell of a dispute a little before it shows it.
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(10);

    [Function(nameof(HandlePayPalEvent))]
    public Task RunAsync(
        [ServiceBusTrigger(Queues.InboundPayments, Connection = Queues.Connection)] ServiceBusReceivedMessage message,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    ) => consumer.RunAsync<PayPalEvent>(
        Queues.InboundPayments,
        message,
        (news, token) => HearAsync(news, orchestrations, token),
        cancellationToken);

    private async Task HearAsync(PayPalEvent news, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        // Five hundred payouts of a batch are booked before anyone is told of the first.
        var after = new AfterCommit { Orchestrations = orchestrations, Notices = notices, IsPostponed = true };
        try
        {
            await HearAsync(news, after, cancellationToken);
        }
        finally
        {
            await followUp.TellPostponedAsync(after, cancellationToken);
        }
    }

    private async Task HearAsync(PayPalEvent news, AfterCommit after, CancellationToken cancellationToken)
    {
        if (await OrdersOfAsync(news, cancellationToken) is not { } orderIds)
        {
            await ReadLaterAsync(news, news.CaseId!, cancellationToken);
            await cases.TellOfUnknownAsync(news.CaseId!, news.At, cancellationToken);
            return;
        }

        // One order that cannot be brought up to date does not keep the others of a dispute from it.
        await Many.ForEachAsync(orderIds, id => HearAsync(news, id, after, cancellationToken));
        if (orderIds.Count == 0)
            await TakeUpAsync(news, after, cancellationToken);
    }

    private async Task HearAsync(PayPalEvent news, string orderId, AfterCommit after, CancellationToken cancellationToken)
    {
        if (await orders.FindAsync(orderId, cancellationToken) is { } order)
        {
            await TakeUpAsync(news, order, after, cancellationToken);
            return;
        }

        // Orders are written before anything is created for them at the provider: this one belongs to another installation, or
        // the tables were restored to an earlier state.
        log.LogWarning(
            "PayPal's event {EventId} ({EventType}) names order {OrderId}, which is not here; the event waits for it.",
            news.EventId,
            news.EventType,
            orderId);
        await orphans.KeepAsync(news with { OrderId = orderId }, cancellationToken);
    }

    /// <summary>The orders of the event; none when none is ours, or the event is about a batch of payouts. A dispute may have
    /// several; it, and a refund made elsewhere, lead to them by the payment's own key. Null when PayPal does not show the dispute, and no
    /// order has it.</summary>
    private async Task<IReadOnlyList<string>?> OrdersOfAsync(PayPalEvent news, CancellationToken cancellationToken) => news switch
    {
        { OrderId: { } known } => [known],
        { CaseId: { } caseId } => await cases.FindOrdersAsync(caseId, cancellationToken),
        _ when Checkout.Parse(news.CustomId) is var (orderId, _) => [orderId],
        _ when Refund.Parse(news.CustomId) is var (orderId, _) => [orderId],
        { IsOfRefund: true, CaptureId: { } captureId } => await adoption.FindOrderAsync(captureId, cancellationToken) is { } orderId
            ? [orderId]
            : [],
        _ => [],
    };

    /// <summary>PayPal does not show the dispute that it tells of: it is asked again for some minutes, and then each night.</summary>
    /// <exception cref="ProblemException">503: the event is so young that PayPal may show the dispute soon.</exception>
    private async Task ReadLaterAsync(PayPalEvent news, string caseId, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() - news.At < Soon)
            throw Problems.Unavailable("PayPal");
        await compared.KeepAsync(UncomparedKind.Dispute, caseId, time.GetUtcNow(), cancellationToken);
    }

    private async Task TakeUpAsync(
        PayPalEvent news, StoredOrder order, AfterCommit after, CancellationToken cancellationToken)
    {
        var orderId = order.Order.Id;
        switch (news)
        {
            case { CaseId: { } caseId }:
                // The payment itself may not have been reported yet.
                await payments.SettleAsync(order, null, cancellationToken);
                if (!await cases.TakeUpAsync(Dispute.Key(orderId, caseId), cancellationToken))
                    await ReadLaterAsync(news, caseId, cancellationToken);
                break;
            case { CustomId: { } customId } when Refund.Parse(customId) is not null:
                await refunds.HearAsync(order, customId, news.RefundId, cancellationToken);
                break;
            case { IsOfRefund: true }:
                await payments.SettleAsync(order, null, cancellationToken);
                await adoption.RunAsync(
                    orderId, news.IsOfReversal ? news.RefundId : null, cancellationToken, news.CaptureId, news.CustomId);
                break;
            default:
                await payments.SettleAsync(order, Checkout.Parse(news.CustomId)?.Number, cancellationToken, after);
                break;
        }
    }

    private async Task TakeUpAsync(PayPalEvent news, AfterCommit after, CancellationToken cancellationToken)
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
                await payouts.RunAsync(batchId, news.ProviderBatchId, news.EventType, cancellationToken, after);
                break;
            default:
                log.LogInformation("PayPal's event {EventId} ({EventType}) is about nothing of ours.", news.EventId, news.EventType);
                break;
        }
    }
}
