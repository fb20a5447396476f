using ChatPay.Local.Simulators.State;

namespace ChatPay.Local.Simulators.PayPal.Payouts;

/// <summary>Sets the status of an item, adjusts the balance, and announces it by webhook.</summary>
internal static class SettlePayoutItem
{
    /// <summary>The kind of the agenda entry for the return of unclaimed money.</summary>
    public const string Returns = "payout-returns";

    private static readonly TimeSpan Claimable = TimeSpan.FromDays(30);

    public static SimulatedPayoutItem As(
        PayPalTransaction transaction,
        SimulatedPayoutItem item,
        PayoutOutcome outcome,
        string? eventName = null)
    {
        if (item.Status == outcome.Status)
            return item;

        var next = item with
        {
            Status = outcome.Status,
            Error = outcome.Error,
            TransactionId = item.TransactionId ?? (outcome.Status is "FAILED" or "PENDING" ? null : transaction.NewId()),
            Processed = transaction.Now,
        };
        if (item.IsFunded && GivesBack(outcome.Status))
        {
            // The fee is returned only if nothing was ever sent.
            var fee = outcome.Status == "FAILED" ? item.Fee : 0;
            transaction.Book(
                new AccountMovement(item.Id, AccountMovement.PayoutReturned, item.Currency, item.Amount, fee, transaction.Now)
                {
                    CustomField = item.SenderItemId,
                });
            next = next with { IsFunded = false };
        }

        transaction.Connection.Save(next.Id, next, next.BatchId);
        if (outcome.Status == "UNCLAIMED")
            transaction.At(transaction.Now + Claimable, Returns, next.Id);
        if ((eventName ?? Event(outcome.Status)) is { } name)
            transaction.Announce($"PAYMENT.PAYOUTS-ITEM.{name}", "payouts_item", PayoutBody.Item(transaction, next));
        return next;
    }

    /// <summary>Returns an item that nobody claimed in time.</summary>
    public static void Return(PayPalTransaction transaction, string itemId)
    {
        if (transaction.Connection.Find<SimulatedPayoutItem>(itemId) is { Status: "UNCLAIMED" } item)
            As(transaction, item, new PayoutOutcome("RETURNED", "RECEIVER_UNREGISTERED"));
    }

    private static bool GivesBack(string status) => status is "FAILED" or "RETURNED" or "REFUNDED" or "REVERSED";

    private static string? Event(string status) => status switch
    {
        "SUCCESS" => "SUCCEEDED",
        "ONHOLD" => "HELD",
        "REVERSED" => "REFUNDED",
        "PENDING" => null,
        _ => status,
    };
}
