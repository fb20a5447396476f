using System.Text;
using System.Text.Json.Nodes;
using ChatPay.Local.Simulators.PayPal.Disputes;

namespace ChatPay.Local.Tests.Simulators;

public sealed class PayPalDisputeTests
{
    [Fact]
    public async Task Dispute_Opened_WithholdsItsAmountAndSaysSo()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        var capture = PayPalFixture.CaptureId(await fixture.SellAsync("ord-1"));

        var dispute = await fixture.PayPal.OpenDisputeAsync(capture, new DisputePlan(Amount: 80_00));

        Assert.Equal((16_02, 80_00), (fixture.PayPal.Balance, fixture.PayPal.WithheldByDisputes));
        var balance = (await fixture.GetAsync("v1/reporting/balances?currency_code=USD")).Json["balances"]![0]!;
        Assert.Equal(
            ("96.02", "16.02", "80.00"),
            (Value(balance["total_balance"]), Value(balance["available_balance"]), Value(balance["withheld_balance"])));
        var seen = (await ShowAsync(fixture, dispute)).Json;
        Assert.Equal(
            ("WAITING_FOR_SELLER_RESPONSE", "INQUIRY", "80.00"),
            ((string?)seen["status"], (string?)seen["dispute_life_cycle_stage"], Value(seen["dispute_amount"])));
        Assert.Equal(
            (capture, "ord-1-checkout-1"),
            ((string?)seen["disputed_transactions"]![0]!["seller_transaction_id"], (string?)seen["disputed_transactions"]![0]!["custom"]));
        Assert.Equal(["SELLER DEBIT 80.00 DISPUTE_SETTLEMENT"], Movements(seen));
        await fixture.Clock.DrainAsync();
        var told = fixture.Received.Single(w => (string?)w.Json["event_type"] == "CUSTOMER.DISPUTE.CREATED");
        Assert.Equal(dispute.Id, (string?)told.Json["resource"]!["dispute_id"]);
    }

    [Fact]
    public async Task Dispute_SellerWins_GivesEverythingBack()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        var dispute = await fixture.PayPal.OpenDisputeAsync(PayPalFixture.CaptureId(await fixture.SellAsync("ord-1")));

        await fixture.PayPal.ResolveDisputeAsync(dispute.Id, DisputeResolution.SellerWins);

        Assert.Equal((96_02, 0), (fixture.PayPal.Balance, fixture.PayPal.WithheldByDisputes));
        var seen = (await ShowAsync(fixture, dispute)).Json;
        Assert.Equal(("RESOLVED", "RESOLVED_SELLER_FAVOUR"), ((string?)seen["status"], (string?)seen["dispute_outcome"]!["outcome_code"]));
        Assert.Equal(["SELLER DEBIT 100.00 DISPUTE_SETTLEMENT", "SELLER CREDIT 100.00 DISPUTE_SETTLEMENT"], Movements(seen));
    }

    [Theory]
    [InlineData(false, "DISPUTE_FEE", 15_00)]
    [InlineData(true, "CHARGEBACK_FEE", 20_00)]
    public async Task Dispute_BuyerWins_KeepsTheMoneyAndTakesAFee(bool isChargeback, string reason, long fee)
    {
        await using var fixture = await PayPalFixture.StartAsync();
        var dispute = await fixture.PayPal.OpenDisputeAsync(
            PayPalFixture.CaptureId(await fixture.SellAsync("ord-1")),
            new DisputePlan(IsChargeback: isChargeback));

        await fixture.PayPal.LoseDisputeAsync(dispute.Id);

        Assert.Equal((-3_98 - fee, 0), (fixture.PayPal.Balance, fixture.PayPal.WithheldByDisputes));
        Assert.Equal(
            ["SELLER DEBIT 100.00 DISPUTE_SETTLEMENT", "BUYER CREDIT 100.00 DISPUTE_SETTLEMENT", $"SELLER DEBIT {fee / 100}.00 {reason}"],
            Movements((await ShowAsync(fixture, dispute)).Json));
    }

    [Fact]
    public async Task Dispute_ThatWithholdsNothing_TakesTheMoneyWhenItIsLost()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        var dispute = await fixture.PayPal.OpenDisputeAsync(
            PayPalFixture.CaptureId(await fixture.SellAsync("ord-1")),
            new DisputePlan(Withholds: false));
        Assert.Equal(96_02, fixture.PayPal.Balance);

        await fixture.PayPal.ResolveDisputeAsync(dispute.Id, DisputeResolution.Partly(50_00));

        Assert.Equal(46_02, fixture.PayPal.Balance);
        Assert.Equal("RESOLVED_WITH_PAYOUT", (string?)(await ShowAsync(fixture, dispute)).Json["dispute_outcome"]!["outcome_code"]);
    }

    [Fact]
    public async Task Dispute_WonAndReopened_WithholdsAgainAndHasANewerTime()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        var dispute = await fixture.PayPal.OpenDisputeAsync(PayPalFixture.CaptureId(await fixture.SellAsync("ord-1")));
        var won = await fixture.PayPal.ResolveDisputeAsync(dispute.Id, DisputeResolution.SellerWins);

        var reopened = await fixture.PayPal.ReopenDisputeAsync(dispute.Id);

        Assert.True(dispute.Updated < won.Updated && won.Updated < reopened.Updated);
        Assert.Equal(("UNDER_REVIEW", "PRE_ARBITRATION", 100_00), (reopened.Status, reopened.Stage, reopened.Taken));
        Assert.Equal(100_00, fixture.PayPal.WithheldByDisputes);
    }

    [Fact]
    public async Task Refund_OfADisputedCapture_IsRefusedAndLaterLimitedToWhatIsLeft()
    {
        await using var fixture = await PayPalFixture.StartAsync(startingBalance: 100_00);
        var capture = PayPalFixture.CaptureId(await fixture.SellAsync("ord-1"));
        var dispute = await fixture.PayPal.OpenDisputeAsync(capture, new DisputePlan(Amount: 80_00));

        Assert.Equal("TRANSACTION_DISPUTED", (await fixture.PostAsync($"v2/payments/captures/{capture}/refund", key: "r-1")).Issue);
        await fixture.PayPal.LoseDisputeAsync(dispute.Id);
        var rest = await fixture.PostAsync($"v2/payments/captures/{capture}/refund", key: "r-2");

        Assert.Equal("20.00", Value(rest.Json["amount"]));
        await Assert.ThrowsAsync<InvalidOperationException>(() => fixture.PayPal.OpenDisputeAsync(capture));
    }

    [Fact]
    public async Task Evidence_ForADisputeThatWaitsForIt_BringsItUnderReviewOnce()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        var dispute = await fixture.PayPal.OpenDisputeAsync(PayPalFixture.CaptureId(await fixture.SellAsync("ord-1")));
        const string evidence =
            """{"evidences":[{"evidence_type":"PROOF_OF_FULFILLMENT","evidence_info":{"tracking_info":[{"carrier_name":"USPS","tracking_number":"9400"}]}}]}""";

        Assert.Equal(415, (await fixture.PostAsync($"v1/customer/disputes/{dispute.Id}/provide-evidence", new JsonObject())).Status);
        Assert.Equal("INVALID_EVIDENCE", (await ProvideAsync(fixture, dispute, """{"evidences":[]}""", "k-0")).Name);
        Assert.Equal(200, (await ProvideAsync(fixture, dispute, evidence, "k-1")).Status);
        Assert.Equal(200, (await ProvideAsync(fixture, dispute, evidence, "k-1")).Status);
        Assert.Equal("ACTION_NOT_ALLOWED", (await ProvideAsync(fixture, dispute, evidence, "k-2")).Name);

        var seen = Assert.Single(fixture.PayPal.Disputes);
        Assert.Equal("UNDER_REVIEW", seen.Status);
        Assert.Equal(["9400"], seen.Evidence);
        Assert.Equal(200, (await ShowAsync(fixture, dispute)).Status);
    }

    [Fact]
    public async Task AcceptClaim_Twice_PaysTheBuyerOnceAndWithoutAFee()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        var dispute = await fixture.PayPal.OpenDisputeAsync(PayPalFixture.CaptureId(await fixture.SellAsync("ord-1")));
        var path = $"v1/customer/disputes/{dispute.Id}/accept-claim";
        var body = new JsonObject { ["accept_claim_type"] = "REFUND" };

        Assert.Equal(200, (await fixture.PostAsync(path, body, "k-1")).Status);
        Assert.Equal(200, (await fixture.PostAsync(path, body, "k-1")).Status);
        Assert.Equal("INVALID_DISPUTE_STATUS", (await fixture.PostAsync(path, body, "k-2")).Name);
        Assert.Equal(404, (await fixture.PostAsync("v1/customer/disputes/PP-D-NONE/accept-claim", body, "k-3")).Status);

        Assert.Equal(-3_98, fixture.PayPal.Balance);
    }

    [Fact]
    public async Task List_MoreThanAPage_LeadsOnAndFilters()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        var first = await fixture.PayPal.OpenDisputeAsync(PayPalFixture.CaptureId(await fixture.SellAsync("ord-1")));
        await fixture.Clock.AdvanceAsync(TimeSpan.FromHours(1));
        var second = await fixture.PayPal.OpenDisputeAsync(PayPalFixture.CaptureId(await fixture.SellAsync("ord-2")));

        var page = (await fixture.GetAsync("v1/customer/disputes?page_size=1")).Json;
        Assert.Equal([second.Id], Ids(page));
        var next = new Uri((string)page["links"]!.AsArray().Single(l => (string?)l!["rel"] == "next")!["href"]!);
        Assert.Equal([first.Id], Ids((await fixture.GetAsync(next.PathAndQuery.TrimStart('/'))).Json));
        Assert.Equal([second.Id], Ids((await fixture.GetAsync("v1/customer/disputes?update_time_after=2026-03-02T09:30:00.000Z")).Json));
        Assert.Empty(Ids((await fixture.GetAsync("v1/customer/disputes?dispute_state=RESOLVED")).Json));
        Assert.Equal(400, (await fixture.GetAsync("v1/customer/disputes?page_size=51")).Status);
        Assert.Equal(400, (await fixture.GetAsync("v1/customer/disputes?update_time_after=2020-01-01T00:00:00.000Z")).Status);
    }

    [Fact]
    public async Task Control_OverHttp_DisputesAndDecides()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        var capture = PayPalFixture.CaptureId(await fixture.SellAsync("ord-1"));

        var opened = await fixture.PostAsync(
            $"simulator/captures/{capture}/dispute",
            new JsonObject { ["amount"] = 5000, ["isChargeback"] = true });
        var id = (string)opened.Json["id"]!;
        Assert.Equal(409, (await fixture.PostAsync($"simulator/captures/{capture}/dispute")).Status);
        Assert.Equal("UNDER_REVIEW", (string?)(await fixture.PostAsync($"simulator/disputes/{id}/UNDER_REVIEW")).Json["status"]);
        var resolved = await fixture.PostAsync(
            $"simulator/disputes/{id}/resolve",
            new JsonObject { ["outcome"] = "RESOLVED_WITH_PAYOUT", ["toBuyer"] = 2000 });
        Assert.Equal(2000, (long)resolved.Json["taken"]!);
        Assert.Equal("UNDER_REVIEW", (string?)(await fixture.PostAsync($"simulator/disputes/{id}/reopen")).Json["status"]);
        Assert.Equal("RESOLVED", (string?)(await fixture.PostAsync($"simulator/disputes/{id}/lose")).Json["status"]);
    }

    private static Task<PayPalFixture.Answer> ShowAsync(PayPalFixture fixture, SimulatedDispute dispute) =>
        fixture.GetAsync($"v1/customer/disputes/{dispute.Id}");

    private static Task<PayPalFixture.Answer> ProvideAsync(PayPalFixture fixture, SimulatedDispute dispute, string json, string key) =>
        fixture.SendAsync(
            HttpMethod.Post,
            $"v1/customer/disputes/{dispute.Id}/provide-evidence",
            request =>
            {
                request.Headers.Add("PayPal-Request-Id", key);
                request.Content = new MultipartFormDataContent("b")
                {
                    { new StringContent(json, Encoding.UTF8, "application/json"), "\"input\"" },
                };
            });

    private static string? Value(JsonNode? money) => (string?)money?["value"];

    private static IEnumerable<string?> Ids(JsonNode page) => (page["items"] as JsonArray ?? []).Select(d => (string?)d!["dispute_id"]);

    private static IEnumerable<string> Movements(JsonNode dispute) =>
        dispute["money_movements"]!.AsArray().Select(m => $"{m!["affected_party"]} {m["type"]} {Value(m["amount"])} {m["reason"]}");
}
