using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;

namespace ChatPay.Local.Simulators.PayPal.Disputes;

/// <summary><c>POST …/provide-evidence</c> and <c>POST …/accept-claim</c>. A repeat under the same key gets the same response.</summary>
internal static class AnswerDispute
{
    public static ApiAnswer Provide(PayPalTransaction transaction, ApiCall call)
    {
        var dispute = DisputeSteps.Find(transaction, call.Ids[0]);
        var input = Input(call);
        if (transaction.Replay(call, Idempotency.Payments) is not null)
            return Done(transaction, dispute);
        if (dispute.Status != "WAITING_FOR_SELLER_RESPONSE")
            throw Refuse("ACTION_NOT_ALLOWED", "The dispute does not wait for evidence of the seller.");

        var numbers = (input["evidences"] as JsonArray ?? []).SelectMany(e => e?["evidence_info"]?["tracking_info"] as JsonArray ?? [])
            .Select(t => t?["carrier_name"] is not null ? (string?)t["tracking_number"] : null).ToList();
        if (numbers.Count is 0 or > 10 || numbers.Any(string.IsNullOrEmpty))
            throw Refuse("INVALID_EVIDENCE", "Tracking information needs a carrier and a number.");

        transaction.Remember(call, dispute.Id);
        return Done(transaction, DisputeSteps.Show(transaction, dispute, numbers!));
    }

    public static ApiAnswer Accept(PayPalTransaction transaction, ApiCall call)
    {
        var dispute = DisputeSteps.Find(transaction, call.Ids[0]);
        var type = (string?)call.Body()["accept_claim_type"];
        if (transaction.Replay(call, Idempotency.Payments) is not null)
            return Done(transaction, dispute);
        if (!dispute.IsOpen)
            throw Refuse("INVALID_DISPUTE_STATUS", "The dispute is resolved.");
        if (type != "REFUND")
            throw Refuse("INVALID_ACCEPT_CLAIM_TYPE", "The dispute does not allow this way to accept the claim.");

        transaction.Remember(call, dispute.Id);
        return Done(
            transaction,
            DisputeSteps.Resolve(transaction, dispute, new DisputeResolution("RESOLVED_BUYER_FAVOUR", dispute.Amount)));
    }

    private static ApiAnswer Done(PayPalTransaction transaction, SimulatedDispute dispute) =>
        new(200, new JsonObject { ["links"] = new JsonArray(transaction.Link($"v1/customer/disputes/{dispute.Id}", "self")) });

    private static PayPalRefusal Refuse(string name, string message) => PayPalRefusal.V1(400, name, message, new RefusalDetail(name));

    /// <summary>Reads the JSON in the part <c>input</c> of a form.</summary>
    private static JsonObject Input(ApiCall call)
    {
        if (!MediaTypeHeaderValue.TryParse(call.Http.Request.ContentType, out var type)
            || type.MediaType != "multipart/form-data"
            || !type.Boundary.HasValue)
            throw new PayPalRefusal(415, "UNSUPPORTED_MEDIA_TYPE", "The server does not support the request payload's media type.");

        var boundary = "--" + HeaderUtilities.RemoveQuotes(type.Boundary);
        var part = Encoding
            .UTF8.GetString(call.RawBody)
            .Split(boundary)
            .FirstOrDefault(p => p.Contains("name=\"input\"", StringComparison.Ordinal));
        try
        {
            return part?.Split("\r\n\r\n", 2) is [_, var json] && JsonNode.Parse(json) is JsonObject input
                ? input
                : throw Refuse("INVALID_REQUEST", "The form has no part named input.");
        }
        catch (JsonException)
        {
            throw Refuse("INVALID_REQUEST", "The part named input is not JSON.");
        }
    }
}
