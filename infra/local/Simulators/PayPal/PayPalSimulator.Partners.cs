using System.Text.Json.Nodes;
using ChatPay.Local.Simulators.PayPal.Partners;
using ChatPay.Local.Simulators.State;
using Microsoft.AspNetCore.Http;

namespace ChatPay.Local.Simulators.PayPal;

public sealed partial class PayPalSimulator
{
    /// <summary>Completes the newest referral whose tracking id begins with <paramref name="trackingId"/>, with this account.</summary>
    public Task AgreeToReferralAsync(string trackingId, string merchantId) =>
        ActAsync(transaction =>
            ReferSeller.Agree(
                transaction,
                transaction.Connection.All<SimulatedMerchant>().Last(m => m.TrackingId.StartsWith(trackingId, StringComparison.Ordinal)).Id,
                merchantId));

    /// <summary>PayPal limits a seller's account, or lifts the limit.</summary>
    public Task LimitAsync(string merchantId, bool paymentsReceivable) => ActAsync(transaction =>
    {
        var merchant = transaction.Connection.All<SimulatedMerchant>().Last(m => m.MerchantId == merchantId);
        transaction.Connection.Save(merchant.Id, merchant with { PaymentsReceivable = paymentsReceivable }, merchant.TrackingId);
        transaction.Announce(
            paymentsReceivable ? "CUSTOMER.ACCOUNT-LIMITATION.LIFTED" : "CUSTOMER.ACCOUNT-LIMITATION.ADDED", "account-limitation",
            new JsonObject { ["merchant_id"] = merchantId });
        return merchant;
    });

    /// <summary>A seller withdraws consent from the platform.</summary>
    public Task WithdrawConsentAsync(string merchantId) =>
        ActAsync(transaction =>
        {
            var merchant = transaction.Connection.All<SimulatedMerchant>().Last(m => m.MerchantId == merchantId);
            transaction.Connection.Save(merchant.Id, merchant with { ConsentWithdrawn = true }, merchant.TrackingId);
            transaction.Announce(
                "MERCHANT.PARTNER-CONSENT.REVOKED",
                "partner-consent",
                new JsonObject { ["merchant_id"] = merchantId, ["tracking_id"] = merchant.TrackingId });
            return merchant;
        });

    /// <summary>Agrees on behalf of a seller who follows the referral link.</summary>
    private async Task SendBackAsync(HttpContext http)
    {
        try
        {
            var back = await _books.ChangeAsync(t => ReferSeller.Agree(t, http.Request.Query["referralToken"].ToString()));
            if (back is not null)
                http.Response.Redirect(back.AbsoluteUri);
        }
        catch (PayPalRefusal)
        {
            http.Response.StatusCode = 404;
        }
    }
}
