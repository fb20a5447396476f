using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Cases;
using ChatPay.Functions.Payouts;
using ChatPay.Functions.Shared.Http;
using ChatPay.Functions.Shared.Messaging;
using ChatPay.Functions.Shared.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Payments;

/// <summary>
/// Takes up what PayPal told: reads the provider's own state of what it is about and writes it down. Every path is one that
/// runs without any webhook too (return page, poll, sweep), so a lost one costs time only. An event is marked as seen after
/// its effect, under its provider id.
/// </summary>
public sealed class ProcessPaymentNews(
    ChatPayTables tables, SettlePayment payments, SubmitRefund refunds, AdoptRefunds adoption, ReadCase cases, SettlePayoutBatch payouts, PatientConsumer consumer,
    ILogger<ProcessPaymentNews> log)
{
    private const string Row = "paypal";

    [Function(nameof(ProcessPaymentNews))]
    public Task RunAsync(
        [ServiceBusTrigger(Queues.InboundPayments, Connection = Queues.Connection)] ServiceBusReceivedMessage message, CancellationToken cancellationToken) =>
        consumer.RunAsync<PaymentNews>(Queues.InboundPayments, message, OnceAsync, cancellationToken);

    private async Task OnceAsync(PaymentNews news, CancellationToken cancellationToken)
    {
        var partition = Uri.EscapeDataString(news.EventId);
        if (await ChatPayTables.FindAsync(tables.Inbox, partition, Row, cancellationToken) is not null)
            return;

        await TakeUpAsync(news, cancellationToken);
        await tables.Inbox.UpsertEntityAsync(
            new TableEntity(partition, Row) { ["EventType"] = news.EventType }, TableUpdateMode.Replace, cancellationToken);
    }

    private async Task TakeUpAsync(PaymentNews news, CancellationToken cancellationToken)
    {
        try
        {
            if (news.CaseId is { } caseId)
                await TakeUpCaseAsync(news, caseId, cancellationToken);
            else if (news.IsOfRefund && Refund.Parse(news.CustomId) is null)
                await AdoptAsync(news, cancellationToken);
            else if (Checkout.Parse(news.CustomId) is var (orderId, k))
                await payments.SettleAsync(orderId, k, cancellationToken);
            else if (Refund.Parse(news.CustomId) is not null)
                await refunds.RunAsync(news.CustomId!, cancellationToken);
            else if (news.BatchId is { } batchId)
                await payouts.RunAsync(batchId, cancellationToken);
            else
                log.LogInformation("PayPal's event {EventId} ({EventType}) is about nothing of ours.", news.EventId, news.EventType);
        }
        catch (ProblemException e) when (e.Status == 404)
        {
            // Orders are written before anything of theirs is made at the provider, so this is another installation's.
            log.LogWarning("PayPal's event {EventId} ({EventType}) names an order that is not here.", news.EventId, news.EventType);
        }
    }

    private async Task TakeUpCaseAsync(PaymentNews news, string caseId, CancellationToken cancellationToken)
    {
        if (!await cases.TakeUpAsync(caseId, cancellationToken))
            log.LogWarning("PayPal's event {EventId} ({EventType}) is about case {CaseId}, which is of no order here.", news.EventId, news.EventType, caseId);
    }

    /// <summary>A refund that was not made here: the capture that it is of says which order it belongs to.</summary>
    private async Task AdoptAsync(PaymentNews news, CancellationToken cancellationToken)
    {
        var orderId = Checkout.Parse(news.CustomId)?.OrderId
            ?? (news.CaptureId is { } captureId ? await adoption.FindOrderAsync(captureId, cancellationToken) : null);
        if (orderId is null)
        {
            log.LogInformation("PayPal's event {EventId} ({EventType}) is about nothing of ours.", news.EventId, news.EventType);
            return;
        }

        // The payment may not have been heard of yet.
        await payments.SettleAsync(orderId, null, cancellationToken);
        await adoption.RunAsync(orderId, cancellationToken);
    }
}
