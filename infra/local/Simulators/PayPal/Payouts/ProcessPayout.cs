using System.Text.Json.Nodes;
using ChatPay.Local.Simulators.State;

namespace ChatPay.Local.Simulators.PayPal.Payouts;

/// <summary>A batch goes from PENDING to PROCESSING to SUCCESS, or is DENIED when the balance does not cover it.</summary>
internal static class ProcessPayout
{
    /// <summary>The kind of the agenda entry for a batch's next step.</summary>
    public const string Step = "payout-step";

    public static readonly TimeSpan ToProcessing = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan ToSuccess = TimeSpan.FromSeconds(5);

    public static void Run(PayPalTransaction transaction, string batchId)
    {
        if (transaction.Connection.Find<SimulatedPayoutBatch>(batchId) is not { } batch)
            return;
        if (batch.Status == "PENDING" && transaction.Balance(batch.Currency) < batch.Amount + batch.Fees)
            Deny(transaction, batch);
        else if (batch.Status == "PENDING")
            Fund(transaction, batch);
        else if (batch.Status == "PROCESSING")
            Finish(transaction, batch);
    }

    private static void Deny(PayPalTransaction transaction, SimulatedPayoutBatch batch)
    {
        foreach (var item in transaction.Connection.Under<SimulatedPayoutItem>(batch.Id))
            transaction.Connection.Save(
                item.Id,
                item with
                {
                    Status = "FAILED",
                    Error = "INSUFFICIENT_FUNDS",
                    Processed = transaction.Now,
                });
        Save(transaction, batch with { Status = "DENIED", Completed = transaction.Now });
    }

    private static void Fund(PayPalTransaction transaction, SimulatedPayoutBatch batch)
    {
        foreach (var item in transaction.Connection.Under<SimulatedPayoutItem>(batch.Id))
        {
            transaction.Book(new AccountMovement(item.Id, AccountMovement.Payout, item.Currency, -item.Amount, -item.Fee, transaction.Now)
            {
                CustomField = item.SenderItemId,
            });
            transaction.Connection.Save(item.Id, item with { IsFunded = true });
        }

        Save(transaction, batch with { Status = "PROCESSING" });
        transaction.At(transaction.Now + ToSuccess, Step, batch.Id);
    }

    private static void Finish(PayPalTransaction transaction, SimulatedPayoutBatch batch)
    {
        foreach (var item in transaction.Connection.Under<SimulatedPayoutItem>(batch.Id))
            SettlePayoutItem.As(transaction, item, item.Outcome);
        Save(transaction, batch with { Status = "SUCCESS", Completed = transaction.Now });
    }

    private static void Save(PayPalTransaction transaction, SimulatedPayoutBatch batch)
    {
        transaction.Connection.Save(batch.Id, batch);
        transaction.Announce($"PAYMENT.PAYOUTSBATCH.{batch.Status}", "payouts", new JsonObject
        {
            ["batch_header"] = PayoutBody.Header(batch),
            ["links"] = new JsonArray(transaction.Link($"v1/payments/payouts/{batch.Id}", "self")),
        });
    }
}
