using System.Text.Json.Nodes;
using ChatPay.Local.Simulators.State;

namespace ChatPay.Local.Simulators.PayPal.Partners;

/// <summary><c>GET /v1/customer/partners/{partner}/merchant-integrations/{merchant}</c>, and the same by tracking id. Not in the published
/// descriptions.</summary>
internal static class ShowMerchant
{
    public static ApiAnswer ById(PayPalTransaction transaction, ApiCall call)
    {
        var merchant = transaction.Connection.All<SimulatedMerchant>().LastOrDefault(m => m.MerchantId == call.Ids[1])
            ?? throw PayPalRefusal.NotFound("merchant_id", call.Ids[1]);
        if (merchant.ConsentWithdrawn)
            throw PayPalRefusal.NotFound("merchant_id", call.Ids[1]);
        return new ApiAnswer(200, new JsonObject
        {
            ["merchant_id"] = merchant.MerchantId,
            ["tracking_id"] = merchant.TrackingId,
            ["products"] = new JsonArray(new JsonObject { ["name"] = "EXPRESS_CHECKOUT", ["vetting_status"] = "SUBSCRIBED" }),
            ["payments_receivable"] = merchant.PaymentsReceivable,
            ["primary_email_confirmed"] = merchant.EmailConfirmed,
        });
    }

    public static ApiAnswer ByTrackingId(PayPalTransaction transaction, ApiCall call)
    {
        var tracking = call.Http.Request.Query["tracking_id"].ToString();
        var merchant =
            transaction
                .Connection.Under<SimulatedMerchant>(tracking)
                .LastOrDefault(m => m is { MerchantId: not null, ConsentWithdrawn: false })
            ?? throw PayPalRefusal.NotFound("tracking_id", tracking);
        return new ApiAnswer(
            200,
            new JsonObject
            {
                ["merchant_id"] = merchant.MerchantId,
                ["tracking_id"] = merchant.TrackingId,
                ["links"] = new JsonArray(
                    transaction.Link($"v1/customer/partners/{call.Ids[0]}/merchant-integrations/{merchant.MerchantId}", "self")),
            });
    }
}
