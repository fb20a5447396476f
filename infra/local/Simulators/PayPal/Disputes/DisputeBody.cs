using System.Globalization;
using System.Text.Json.Nodes;
using ChatPay.Local.Simulators.PayPal.Payments;

namespace ChatPay.Local.Simulators.PayPal.Disputes;

/// <summary>Writes a dispute as the API returns it (schemas <c>dispute</c>, <c>dispute_info</c>).</summary>
internal static class DisputeBody
{
    public static JsonObject Full(PayPalTransaction transaction, SimulatedDispute dispute)
    {
        var capture = CaptureBody.Find(transaction, dispute.CaptureId);
        var body = Summary(transaction, dispute);
        body.Remove("dispute_state");
        body["disputed_transactions"] = new JsonArray(Transaction(capture));
        if (dispute.Outcome is { } outcome)
        {
            body["dispute_outcome"] = new JsonObject { ["outcome_code"] = outcome };
            if (dispute.Shows != ShownAmounts.None
                && dispute.Movements.Where(m => m is { Party: SimulatedMovement.Buyer, IsDebit: false }).Sum(m => m.Cents)
                    is > 0
                        and var refunded)
                body["dispute_outcome"]!["amount_refunded"] = PayPalMoney.Json(dispute.Currency, refunded);
        }

        if (dispute.Movements.Count > 0 && dispute.Shows == ShownAmounts.MoneyMovements)
            body["money_movements"] = new JsonArray([.. dispute.Movements.Select(m => Movement(dispute, m, "affected_party"))]);
        if (dispute.Movements.Count > 0 && dispute.Shows == ShownAmounts.FundMovements)
            body["fund_movements"] = new JsonArray([.. dispute.Movements.Select(m => Movement(dispute, m, "party"))]);
        if (dispute.Evidence.Count > 0)
            body["evidences"] = new JsonArray([.. dispute.Evidence.Select(Evidence)]);
        if (dispute.IsOpen)
        {
            body["allowed_response_options"] = new JsonObject
            {
                ["accept_claim"] = new JsonObject { ["accept_claim_types"] = new JsonArray("REFUND") },
            };
        }

        body["links"] = new JsonArray([.. Links(transaction, dispute)]);
        return body;
    }

    public static JsonObject Summary(PayPalTransaction transaction, SimulatedDispute dispute)
    {
        var body = new JsonObject
        {
            ["dispute_id"] = dispute.Id,
            ["create_time"] = Time(dispute.Created),
            ["update_time"] = Time(dispute.Updated),
            ["reason"] = dispute.Reason,
            ["status"] = dispute.Status,
            ["dispute_state"] = State(dispute),
            ["dispute_amount"] = PayPalMoney.Json(dispute.Currency, dispute.Amount),
            ["dispute_life_cycle_stage"] = dispute.Stage,
            ["dispute_channel"] = dispute.Channel,
        };
        if (dispute.AnswerBy is { } due)
            body["seller_response_due_date"] = Time(due);
        body["links"] = new JsonArray(transaction.Link($"v1/customer/disputes/{dispute.Id}", "self"));
        return body;
    }

    /// <summary>The <c>dispute_state</c> by which lists are filtered.</summary>
    public static string State(SimulatedDispute dispute) => dispute.Status switch
    {
        "WAITING_FOR_SELLER_RESPONSE" => "REQUIRED_ACTION",
        "WAITING_FOR_BUYER_RESPONSE" => "REQUIRED_OTHER_PARTY_ACTION",
        "UNDER_REVIEW" => "UNDER_PAYPAL_REVIEW",
        "RESOLVED" => "RESOLVED",
        _ => "OPEN_INQUIRIES",
    };

    private static JsonObject Transaction(SimulatedCapture capture)
    {
        var body = new JsonObject
        {
            ["seller_transaction_id"] = capture.Id,
            ["create_time"] = Time(capture.Created),
            ["transaction_status"] = capture.Status,
            ["gross_amount"] = PayPalMoney.Json(capture.Currency, capture.Gross),
        };
        if (capture.InvoiceId is { } invoice)
            body["invoice_number"] = invoice;
        if (capture.CustomId is { } custom)
            body["custom"] = custom;
        body["buyer"] = new JsonObject { ["name"] = "A Buyer" };
        if (capture.MerchantId is { } merchant)
            body["seller"] = new JsonObject { ["merchant_id"] = merchant };
        return body;
    }

    private static JsonObject Movement(SimulatedDispute dispute, SimulatedMovement movement, string party) => new()
    {
        [party] = movement.Party,
        ["amount"] = PayPalMoney.Json(dispute.Currency, movement.Cents),
        ["initiated_time"] = Time(movement.At),
        ["type"] = movement.IsDebit ? "DEBIT" : "CREDIT",
        ["reason"] = movement.Reason,
    };

    private static JsonObject Evidence(string number) => new()
    {
        ["evidence_type"] = "PROOF_OF_FULFILLMENT",
        ["evidence_info"] = new JsonObject
        {
            ["tracking_info"] = new JsonArray(new JsonObject { ["carrier_name"] = "OTHER", ["tracking_number"] = number }),
        },
        ["source"] = "SUBMITTED_BY_SELLER",
    };

    private static IEnumerable<JsonNode> Links(PayPalTransaction transaction, SimulatedDispute dispute)
    {
        var self = $"v1/customer/disputes/{dispute.Id}";
        yield return transaction.Link(self, "self");
        if (dispute.Status == "WAITING_FOR_SELLER_RESPONSE")
            yield return transaction.Link(self + "/provide-evidence", "provide-evidence", "POST");
        if (dispute.IsOpen)
            yield return transaction.Link(self + "/accept-claim", "accept-claim", "POST");
    }

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
