using ChatPay.Local.Simulators.PayPal.Checkout;
using ChatPay.Local.Simulators.PayPal.Disputes;
using ChatPay.Local.Simulators.PayPal.Partners;
using ChatPay.Local.Simulators.PayPal.Payments;
using ChatPay.Local.Simulators.PayPal.Payouts;
using ChatPay.Local.Simulators.PayPal.Webhooks;

namespace ChatPay.Local.Simulators.PayPal;

/// <summary>An operation of the API; <c>*</c> in the path stands for an id.</summary>
internal sealed record PayPalRoute(string Method, string Path, string Operation, Func<PayPalTransaction, ApiCall, ApiAnswer> Run)
{
    private readonly string[] _segments = Path.Split('/');

    /// <returns>The ids in the path; null when the path does not match.</returns>
    public IReadOnlyList<string>? Match(string[] segments)
    {
        if (segments.Length != _segments.Length)
            return null;

        var ids = new List<string>();
        for (var i = 0; i < segments.Length; i++)
        {
            if (_segments[i] == "*")
                ids.Add(segments[i]);
            else if (_segments[i] != segments[i])
                return null;
        }

        return ids;
    }
}

/// <summary>The simulated operations of the API.</summary>
internal static class PayPalRoutes
{
    public static IReadOnlyList<PayPalRoute> For(Outcomes outcomes) =>
    [
        new("POST", "v1/oauth2/token", "token", Tokens.Issue),
        new("POST", "v2/checkout/orders", "create-order", CreateOrder.Run),
        new("GET", "v2/checkout/orders/*", "get-order", FindOrder.Run),
        new("POST", "v2/checkout/orders/*/capture", "capture", (t, c) => CaptureApprovedOrder.Run(t, c, outcomes)),
        new("POST", "v2/checkout/orders/*/track", "track", TrackOrder.Add),
        new("PATCH", "v2/checkout/orders/*/trackers/*", "update-tracker", TrackOrder.Update),
        new("GET", "v2/payments/captures/*", "get-capture", CaptureBody.Show),
        new("POST", "v2/payments/captures/*/refund", "refund", (t, c) => RefundCapture.Run(t, c, outcomes)),
        new("GET", "v2/payments/refunds/*", "get-refund", RefundBody.Show),
        new("POST", "v1/payments/payouts", "create-payout", (t, c) => CreatePayout.Run(t, c, outcomes)),
        new("GET", "v1/payments/payouts/*", "get-payout", FindPayout.Batch),
        new("GET", "v1/payments/payouts-item/*", "get-payout-item", FindPayout.Item),
        new("POST", "v1/payments/payouts-item/*/cancel", "cancel-payout-item", CancelPayoutItem.Run),
        new("GET", "v1/customer/disputes", "list-disputes", FindDisputes.List),
        new("GET", "v1/customer/disputes/*", "get-dispute", FindDisputes.Show),
        new("POST", "v1/customer/disputes/*/provide-evidence", "provide-evidence", AnswerDispute.Provide),
        new("POST", "v1/customer/disputes/*/accept-claim", "accept-claim", AnswerDispute.Accept),
        new("POST", "v2/customer/partner-referrals", "refer-seller", ReferSeller.Run),
        new("GET", "v1/customer/partners/*/merchant-integrations", "find-merchant", ShowMerchant.ByTrackingId),
        new("GET", "v1/customer/partners/*/merchant-integrations/*", "get-merchant", ShowMerchant.ById),
        new("POST", "v1/notifications/webhooks", "create-webhook", ManageWebhooks.Create),
        new("GET", "v1/notifications/webhooks", "list-webhooks", ManageWebhooks.List),
        new("PATCH", "v1/notifications/webhooks/*", "update-webhook", ManageWebhooks.Update),
        new("DELETE", "v1/notifications/webhooks/*", "delete-webhook", ManageWebhooks.Delete),
        new("GET", "v1/reporting/transactions", "list-transactions", ListTransactions.Run),
        new("GET", "v1/reporting/balances", "get-balances", ShowBalances.Run),
    ];
}
