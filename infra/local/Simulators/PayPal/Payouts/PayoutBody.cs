using System.Text.Json.Nodes;

namespace ChatPay.Local.Simulators.PayPal.Payouts;

/// <summary>Writes batches and items as the API returns them (schemas <c>payout_batch_header</c>, <c>payout_item-2</c>).</summary>
internal static class PayoutBody
{
    /// <summary>The header in the response to a new batch.</summary>
    public static JsonObject NewHeader(SimulatedPayoutBatch batch)
    {
        var sender = new JsonObject { ["sender_batch_id"] = batch.SenderBatchId };
        if (batch.RecipientType is { } type)
            sender["recipient_type"] = type;
        if (batch.EmailSubject is { } subject)
            sender["email_subject"] = subject;
        if (batch.EmailMessage is { } message)
            sender["email_message"] = message;
        return new JsonObject
        {
            ["payout_batch_id"] = batch.Id,
            ["batch_status"] = batch.Status,
            ["time_created"] = PayPalTransaction.Time(batch.Created),
            ["sender_batch_header"] = sender,
        };
    }

    public static JsonObject Header(SimulatedPayoutBatch batch)
    {
        var header = NewHeader(batch);
        if (batch.Completed is { } completed)
            header["time_completed"] = PayPalTransaction.Time(completed);
        header["funding_source"] = "BALANCE";
        header["amount"] = PayPalMoney.JsonV1(batch.Currency, batch.Amount);
        header["fees"] = PayPalMoney.JsonV1(batch.Currency, batch.Fees);
        return header;
    }

    public static JsonObject Item(PayPalTransaction transaction, SimulatedPayoutItem item)
    {
        var body = new JsonObject { ["payout_item_id"] = item.Id };
        if (item.TransactionId is { } id)
            body["transaction_id"] = id;
        body["transaction_status"] = item.Status;
        body["payout_item_fee"] = PayPalMoney.JsonV1(item.Currency, item.Status == "FAILED" ? 0 : item.Fee);
        body["payout_batch_id"] = item.BatchId;
        body["sender_batch_id"] = item.SenderBatchId;
        body["payout_item"] = Asked(item);
        if (item.Processed is { } processed)
            body["time_processed"] = PayPalTransaction.Time(processed);
        if (item.Error is { } error)
            body["errors"] = new JsonObject { ["name"] = error, ["message"] = Reason(error), ["debug_id"] = item.Id.ToLowerInvariant() };
        body["links"] = new JsonArray(
            transaction.Link($"v1/payments/payouts-item/{item.Id}", "item"),
            transaction.Link($"v1/payments/payouts/{item.BatchId}", "batch"));
        return body;
    }

    private static JsonObject Asked(SimulatedPayoutItem item)
    {
        var asked = new JsonObject
        {
            ["recipient_type"] = item.RecipientType,
            ["amount"] = PayPalMoney.JsonV1(item.Currency, item.Amount),
            ["receiver"] = item.Receiver,
        };
        if (item.Note is { } note)
            asked["note"] = note;
        if (item.SenderItemId is { } senderItemId)
            asked["sender_item_id"] = senderItemId;
        return asked;
    }

    private static string Reason(string error) => $"The payout item ended with {error}.";
}
