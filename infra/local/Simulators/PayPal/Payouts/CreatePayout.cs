using System.Text.Json.Nodes;
using ChatPay.Local.Simulators.State;

namespace ChatPay.Local.Simulators.PayPal.Payouts;

/// <summary>A used <c>sender_batch_id</c>.</summary>
internal sealed record UsedBatchId(string BatchId, DateTimeOffset At);

/// <summary><c>POST /v1/payments/payouts</c>.</summary>
internal static class CreatePayout
{
    // How long a sender_batch_id must be unique; a repeat after that pays again. PayPal-Request-Id does not protect at all: the same
    // key with another batch id pays again.
    private static readonly TimeSpan Unique = TimeSpan.FromDays(30);

    public static ApiAnswer Run(PayPalTransaction transaction, ApiCall call, Outcomes outcomes)
    {
        var request = PayoutRequest.Read(call.Body());
        if (transaction.Connection.Find<UsedBatchId>(request.SenderBatchId) is { } used && transaction.Now < used.At + Unique)
            throw AlreadyThere(transaction, used.BatchId, outcomes.HidesOriginalBatch);

        var batch = new SimulatedPayoutBatch
        {
            Id = transaction.NewId(),
            SenderBatchId = request.SenderBatchId,
            RecipientType = request.RecipientType,
            EmailSubject = request.EmailSubject,
            EmailMessage = request.EmailMessage,
            Status = "PENDING",
            Currency = request.Items[0].Currency,
            Amount = request.Items.Sum(i => i.Amount),
            Fees = request.Items.Sum(i => outcomes.PayoutFee(i.Amount)),
            Created = transaction.Now,
        };
        transaction.Connection.Save(batch.Id, batch);
        transaction.Connection.Save(request.SenderBatchId, new UsedBatchId(batch.Id, transaction.Now));
        foreach (var asked in request.Items)
        {
            var item = new SimulatedPayoutItem
            {
                Id = transaction.NewId(),
                BatchId = batch.Id,
                SenderBatchId = batch.SenderBatchId,
                SenderItemId = asked.SenderItemId,
                RecipientType = asked.RecipientType,
                Receiver = asked.Receiver,
                Currency = asked.Currency,
                Amount = asked.Amount,
                Fee = outcomes.PayoutFee(asked.Amount),
                Note = asked.Note,
                Status = "PENDING",
                Outcome = outcomes.For(asked.Receiver, asked.SenderItemId),
            };
            transaction.Connection.Save(item.Id, item, batch.Id);
        }

        transaction.At(transaction.Now + ProcessPayout.ToProcessing, ProcessPayout.Step, batch.Id);
        return new ApiAnswer(201, new JsonObject
        {
            ["batch_header"] = PayoutBody.NewHeader(batch),
            ["links"] = new JsonArray(transaction.Link($"v1/payments/payouts/{batch.Id}", "self")),
        });
    }

    private static PayPalRefusal AlreadyThere(PayPalTransaction transaction, string batchId, bool withoutLink)
    {
        // PayPal sends both forms; the one without a link has another text.
        var issue = withoutLink ? "Duplicate batch request" : "Batch with given sender_batch_id already exists";
        var refusal = PayPalRefusal.V1(
            400, "USER_BUSINESS_ERROR", "User business error.", new RefusalDetail(issue, "SENDER_BATCH_ID", Location: "body"));
        if (!withoutLink)
            refusal.Links = new JsonArray(transaction.Link($"v1/payments/payouts/{batchId}", "self"));
        return refusal;
    }
}
