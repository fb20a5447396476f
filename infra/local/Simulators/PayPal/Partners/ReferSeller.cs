using System.Text.Json.Nodes;
using ChatPay.Local.Simulators.State;

namespace ChatPay.Local.Simulators.PayPal.Partners;

/// <summary><c>POST /v2/customer/partner-referrals</c>, and the seller's actions on its page.</summary>
internal static class ReferSeller
{
    /// <summary>The path of the page.</summary>
    public const string Page = "/bizsignup/partner/entry";

    public static ApiAnswer Run(PayPalTransaction transaction, ApiCall call)
    {
        var body = call.Body();
        if (body["operations"] is not JsonArray { Count: > 0 })
            throw PayPalRefusal.Invalid("INVALID_ARRAY_LENGTH", "/operations");
        if (body["legal_consents"] is not JsonArray { Count: > 0 } consents)
            throw PayPalRefusal.Invalid("INVALID_ARRAY_LENGTH", "/legal_consents");
        if (!consents.Any(c => (string?)c?["type"] == "SHARE_DATA_CONSENT" && (bool?)c["granted"] == true))
            throw PayPalRefusal.Invalid("INVALID_PARAMETER_VALUE", "/legal_consents");

        var tracking = Field.Text(body, "tracking_id", "", 127) ?? transaction.NewId();
        var config = body["partner_config_override"] as JsonObject;
        var back = config is null ? null : Field.Text(config, "return_url", "/partner_config_override", 127);
        var referral = new SimulatedMerchant(transaction.NewId(), tracking, back is null ? null : new Uri(back));
        transaction.Connection.Save(referral.Id, referral, tracking);
        return new ApiAnswer(201, new JsonObject
        {
            ["links"] = new JsonArray(
                transaction.Link($"v2/customer/partner-referrals/{referral.Id}", "self"),
                transaction.Link($"{Page[1..]}?referralToken={referral.Id}", "action_url")),
        });
    }

    /// <summary>The seller names an account and agrees.</summary>
    /// <returns>The address the browser is sent to; null when the platform gave none.</returns>
    public static Uri? Agree(PayPalTransaction transaction, string referralId, string? merchantId = null)
    {
        var referral =
            transaction.Connection.Find<SimulatedMerchant>(referralId) ?? throw PayPalRefusal.NotFound("partner_referral_id", referralId);
        if (referral.MerchantId is null)
        {
            referral = transaction.Connection.Save(
                referral.Id,
                referral with
                {
                    MerchantId = merchantId ?? transaction.NewId()[..13].Replace('0', '2').Replace('1', '3'),
                },
                referral.TrackingId);
            transaction.Announce(
                "MERCHANT.ONBOARDING.COMPLETED",
                "merchant-onboarding",
                new JsonObject
                {
                    ["partner_client_id"] = "local-client",
                    ["merchant_id"] = referral.MerchantId,
                    ["tracking_id"] = referral.TrackingId,
                });
        }

        return referral.ReturnUrl is not { } back
            ? null
            : new Uri(
                back.AbsoluteUri
                    + (back.Query.Length > 0 ? "&" : "?")
                    + $"merchantId={Uri.EscapeDataString(referral.TrackingId)}&merchantIdInPayPal={referral.MerchantId}&permissionsGranted=true&consentStatus=true&isEmailConfirmed=true"
            );
    }
}
