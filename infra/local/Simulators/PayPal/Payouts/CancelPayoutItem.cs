namespace ChatPay.Local.Simulators.PayPal.Payouts;

/// <summary><c>POST /v1/payments/payouts-item/{id}/cancel</c>: for unclaimed items only.</summary>
internal static class CancelPayoutItem
{
    public static ApiAnswer Run(PayPalTransaction transaction, ApiCall call)
    {
        var item = FindPayout.Find(transaction, call.Ids[0]);
        if (item.Status == "RETURNED")
            throw PayPalRefusal.V1(400, "ITEM_ALREADY_CANCELLED", "The payout item has been cancelled before.");
        if (item.Status != "UNCLAIMED")
            throw PayPalRefusal.V1(400, "ITEM_INCORRECT_STATUS", "Only an unclaimed payout item can be cancelled.");

        item = SettlePayoutItem.As(transaction, item, new PayoutOutcome("RETURNED"), "CANCELED");
        return new ApiAnswer(200, PayoutBody.Item(transaction, item));
    }
}
