using System.Net;
using System.Text.Json;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;

namespace ChatPay.Functions.Tests.Payments;

public sealed class PayPalDisputeClientTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task ListDisputes_SeveralPages_FollowsTheTokenAndNothingElse()
    {
        var paypal = new PayPalBench(asked =>
            ScriptedHttp.Json(
                HttpStatusCode.OK,
                asked.Path.Contains("next_page_token=QUJD%3D", StringComparison.Ordinal)
                    ? """{"items":[{"dispute_id":"PP-D-2","status":"RESOLVED"}],"links":[{"href":"https://api-m.paypal.com/v1/customer/disputes","rel":"self"}]}"""
                    : """{"items":[{"dispute_id":"PP-D-1"}],"links":[{"href":"https://elsewhere.example/v1/customer/disputes?page_size=50&next_page_token=QUJD%3D","rel":"next","method":"GET"}]}"""
            ));

        var disputes = await paypal.Client.ListDisputesAsync(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), None);

        Assert.Equal(["PP-D-1", "PP-D-2"], disputes.Select(d => d.DisputeId));
        Assert.All(
            paypal.Calls,
            call =>
                Assert.StartsWith(
                    "/v1/customer/disputes?update_time_after=2026-03-01T12%3A00%3A00.000Z&page_size=50",
                    call.Path,
                    StringComparison.Ordinal));
        Assert.Equal(2, paypal.Calls.Count());
    }

    [Fact]
    public async Task ListDisputes_None_IsEmpty()
    {
        var paypal = new PayPalBench(_ =>
            ScriptedHttp.Json(HttpStatusCode.OK, """{"links":[{"href":"https://x.example/","rel":"next"}]}"""));

        Assert.Empty(await paypal.Client.ListDisputesAsync(DateTimeOffset.UnixEpoch, None));
    }

    [Fact]
    public async Task GetDispute_UnderWay_TellsMoneyDeadlineAndWhatIsAllowed()
    {
        var paypal = new PayPalBench(_ =>
            ScriptedHttp.Json(
                HttpStatusCode.OK,
                """
                {"dispute_id":"PP-D-1","reason":"MERCHANDISE_OR_SERVICE_NOT_RECEIVED","status":"WAITING_FOR_SELLER_RESPONSE","dispute_life_cycle_stage":"CHARGEBACK",
                 "dispute_amount":{"currency_code":"USD","value":"80.00"},"update_time":"2026-03-01T12:00:00.120Z","seller_response_due_date":"2026-03-11T12:00:00.000Z",
                 "disputed_transactions":[{"seller_transaction_id":"C1","buyer":{"name":"A B"},"custom":"ord-1-checkout-1"}],
                 "money_movements":[{"affected_party":"SELLER","amount":{"currency_code":"USD","value":"80.00"},"type":"DEBIT","reason":"DISPUTE_SETTLEMENT","initiated_time":"2026-03-01T12:00:00.000Z"}],
                 "allowed_response_options":{"accept_claim":{"accept_claim_types":["REFUND"]}}}
                """));

        var dispute = await paypal.Client.GetDisputeAsync("PP-D-1", None);

        Assert.Equal(["C1"], dispute.CaptureIds);
        Assert.Equal(new Money(8000, "USD"), Assert.Single(dispute.MoneyMovements!).Amount);
        Assert.True(dispute.CanBeAccepted);
        Assert.Equal(new DateTimeOffset(2026, 3, 11, 12, 0, 0, TimeSpan.Zero), dispute.SellerResponseDueDate);
    }

    [Fact]
    public async Task ProvideEvidence_OfAShipment_SendsItsTrackingAsAForm()
    {
        var paypal = new PayPalBench(_ => ScriptedHttp.Json(HttpStatusCode.OK, """{"links":[]}"""));

        await paypal.Client.ProvideEvidenceAsync(
            "PP-D-1",
            PayPalEvidenceRequest.OfShipment("usps", "9400", "line\r\n--chatpay-input--"),
            "ord-1-case-PP-D-1-evidence-1",
            None);

        var asked = Assert.Single(paypal.Calls);
        Assert.Equal("multipart/form-data; boundary=chatpay-input", asked.Header("Content-Type"));
        var parts = asked.Body.Split("\r\n");
        Assert.Equal(
            ["--chatpay-input", "Content-Disposition: form-data; name=\"input\"", "Content-Type: application/json", ""],
            parts[..4]);
        Assert.Equal(["--chatpay-input--", ""], parts[5..]);
        var evidence = JsonDocument.Parse(parts[4]).RootElement.GetProperty("evidences")[0];
        Assert.Equal("PROOF_OF_FULFILLMENT", evidence.GetProperty("evidence_type").GetString());
        Assert.Equal(
            """{"carrier_name":"USPS","tracking_number":"9400"}""",
            evidence.GetProperty("evidence_info").GetProperty("tracking_info")[0].GetRawText());
    }

    [Fact]
    public void TrackingInfo_CarrierThatPayPalDoesNotList_IsOtherWithItsName() =>
        Assert.Equal(new PayPalTrackingInfo("OTHER", "1", "Bob's Vans"), PayPalTrackingInfo.Of("Bob's Vans", "1"));

    [Fact]
    public async Task AcceptClaim_GoesOutUnderItsKey()
    {
        var paypal = new PayPalBench(_ => ScriptedHttp.Json(HttpStatusCode.OK, """{"links":[]}"""));

        await paypal.Client.AcceptClaimAsync(
            "PP-D-1",
            new PayPalClaimAcceptance(PayPalClaimAcceptance.Refund),
            "ord-1-case-PP-D-1-acceptance",
            None);

        var asked = Assert.Single(paypal.Calls);
        Assert.Equal(("/v1/customer/disputes/PP-D-1/accept-claim", """{"accept_claim_type":"REFUND"}"""), (asked.Path, asked.Body));
        Assert.Equal("ord-1-case-PP-D-1-acceptance", asked.Header("PayPal-Request-Id"));
    }

    [Fact]
    public async Task AcceptClaim_OfAClosedDispute_IsRefusedByName()
    {
        var paypal = new PayPalBench(_ => ScriptedHttp.Json(HttpStatusCode.BadRequest, """
            {"name":"INVALID_DISPUTE_STATUS","message":"m","debug_id":"d","details":[{"issue":"INVALID_DISPUTE_STATUS"}]}
            """));

        var refused = await Assert.ThrowsAsync<PayPalRefusedException>(
            () => paypal.Client.AcceptClaimAsync("PP-D-1", new PayPalClaimAcceptance(PayPalClaimAcceptance.Refund), "k", None));

        Assert.Equal("INVALID_DISPUTE_STATUS", refused.Name);
    }
}
