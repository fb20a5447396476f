using System.Text.Json;
using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;
using ChatPay.Local.Simulators.PayPal.Disputes;

namespace ChatPay.Journeys.Sales;

/// <summary>Payments that the buyer, or the buyer's bank, disputes at PayPal.</summary>
public sealed class CaseJourneys(JourneyPlatform platform) : Journey(platform)
{
    [Fact]
    public async Task A_case_in_the_hold_blocks_the_payout_until_the_seller_has_won_it_with_the_tracking_number()
    {
        var sale = await ShippedAsync();
        var dispute = await OpenAsync(sale);
        Assert.Equal("inDispute", await sale.StatusAsync());
        await Pass(TimeSpan.FromDays(5));
        Assert.DoesNotContain(PayPal.Payouts, p => p.IsOf(sale));

        Sale.Must(
            await sale.Seller.PostAsync($"orders/{sale.OrderId}/cases/{dispute.Id}/evidence", new { message = "Delivered on the third." }),
            200);
        Assert.NotEmpty(Assert.Single(PayPal.Disputes, d => d.Id == dispute.Id).Evidence);
        Assert.Equal(
            (409, "case-not-waiting"),
            Of(await sale.Seller.PostAsync($"orders/{sale.OrderId}/cases/{dispute.Id}/evidence", new { })));

        await PayPal.ResolveDisputeAsync(dispute.Id, DisputeResolution.SellerWins);
        await Pass(TimeSpan.FromHours(4));
        Assert.Equal("paidOut", await sale.StatusAsync());
        Assert.Equal(52_11, Assert.Single(PayPal.Payouts, p => p.IsOf(sale)).Amount);
        Assert.Contains("caseWon", await sale.EventsAsync());
    }

    [Fact]
    public async Task A_claim_that_the_seller_accepts_goes_back_to_the_buyer_once()
    {
        var sale = await ShippedAsync();
        var dispute = await OpenAsync(sale);
        Assert.Equal((409, "case-open"), Of(await sale.Seller.PostAsync($"orders/{sale.OrderId}/refunds", new { all = true }, "refund")));

        var path = $"orders/{sale.OrderId}/cases/{dispute.Id}/acceptance";
        Assert.Equal(404, (await (await SellerAsync("another")).Seller.PostAsync(path, new { }, "accept")).Status);
        Sale.Must(await sale.Seller.PostAsync(path, new { }, "accept"), 200);
        Assert.Equal("refunded", await sale.StatusAsync());
        await Pass(TimeSpan.FromDays(5));
        Assert.DoesNotContain(PayPal.Payouts, p => p.IsOf(sale));
        var book = await Book.OfAsync(sale);
        Assert.Equal((0, 2_39, 0), (book["held"], book["debt"], book["processor:withheld"]));
    }

    [Fact]
    public async Task A_partial_refund_then_a_case_about_the_rest_that_is_partly_lost()
    {
        var sale = await ShippedAsync();
        Sale.Must(
            await sale.Seller.PostAsync(
                $"orders/{sale.OrderId}/refunds",
                new { amount = new { amount = "10.00", currency = "USD" } },
                "refund"),
            201);
        await Clock.DrainAsync();
        var dispute = await OpenAsync(sale);
        Assert.Equal(44_50, dispute.Amount);
        await PayPal.ResolveDisputeAsync(dispute.Id, DisputeResolution.Partly(20_00));
        await Pass(TimeSpan.FromHours(75));
        Assert.Equal("paidOut", await sale.StatusAsync());
        Assert.Equal(22_11, Assert.Single(PayPal.Payouts, p => p.IsOf(sale)).Amount);
    }

    [Fact]
    public async Task A_chargeback_after_the_payout_is_the_sellers_debt()
    {
        var sale = await ShippedAsync();
        await Pass(TimeSpan.FromHours(75));
        Assert.Equal("paidOut", await sale.StatusAsync());
        var dispute = await OpenAsync(sale, new DisputePlan("UNAUTHORISED", IsChargeback: true));
        Assert.Equal("inDispute", await sale.StatusAsync());
        await PayPal.LoseDisputeAsync(dispute.Id);
        await Clock.DrainAsync();
        var book = await Book.OfAsync(sale);
        Assert.Equal((74_50, 0, 0), (book["debt"], book["held"], book["processor:withheld"]));
    }

    [Fact]
    public async Task What_is_not_shipped_is_not_refunded_on_top_of_a_case()
    {
        var sale = await PaidAsync();
        var dispute = await OpenAsync(sale);
        await Pass(TimeSpan.FromDays(8));
        Assert.Empty(PayPal.RefundsOf(sale));
        await PayPal.ResolveDisputeAsync(dispute.Id, DisputeResolution.Cancelled);
        await Pass(TimeSpan.FromHours(1));
        Assert.Equal("refunded", await sale.StatusAsync());
        Assert.Equal(54_50, Assert.Single(PayPal.RefundsOf(sale)).Amount);
    }

    [Fact]
    public async Task A_case_whose_news_are_lost_is_followed_all_the_same()
    {
        var sale = await ShippedAsync();
        var dispute = await OpenAsync(sale);
        using (Deaf())
        {
            await PayPal.LoseDisputeAsync(dispute.Id);
            await Pass(TimeSpan.FromHours(7));
        }

        Assert.Equal("refunded", await sale.StatusAsync());
        Assert.Equal(2_39 + 15_00, (await Book.OfAsync(sale))["debt"]);
    }

    [Fact]
    public async Task A_case_that_was_lost_and_is_won_on_appeal_is_paid_out_after_all()
    {
        var sale = await ShippedAsync();
        var dispute = await OpenAsync(sale);
        await PayPal.ResolveDisputeAsync(dispute.Id, new DisputeResolution("RESOLVED_BUYER_FAVOUR", dispute.Amount));
        await Pass(TimeSpan.FromDays(5));
        Assert.Equal("refunded", await sale.StatusAsync());

        await PayPal.ReopenDisputeAsync(dispute.Id);
        await Clock.DrainAsync();
        Assert.Equal("inDispute", await sale.StatusAsync());
        await PayPal.ResolveDisputeAsync(dispute.Id, DisputeResolution.SellerWins);
        await Pass(TimeSpan.FromHours(8));
        Assert.Equal("paidOut", await sale.StatusAsync());
        Assert.Equal(52_11, Assert.Single(PayPal.Payouts, p => p.IsOf(sale)).Amount);
    }

    /// <summary>Case 01: <c>money_movements</c> is deprecated and optional.</summary>
    [Theory]
    [InlineData(ShownAmounts.FundMovements, 2_39 + 15_00)]
    [InlineData(ShownAmounts.Outcome, 2_39)]
    public async Task A_case_that_the_buyer_wins_without_money_movements_is_not_paid_out(ShownAmounts shows, long debt)
    {
        var sale = await ShippedAsync($"case-01-{shows}");
        var dispute = await OpenAsync(sale);
        await PayPal.ResolveDisputeAsync(
            dispute.Id,
            new DisputeResolution(
                "RESOLVED_BUYER_FAVOUR",
                dispute.Amount,
                shows == ShownAmounts.Outcome ? 0 : DisputeResolution.DisputeFee,
                shows));
        await Pass(TimeSpan.FromDays(5));

        Assert.Equal("refunded", await sale.StatusAsync());
        Assert.DoesNotContain(PayPal.Payouts, p => p.IsOf(sale));
        var book = await Book.OfAsync(sale);
        Assert.Equal((0, debt, 0), (book["held"], book["debt"], book["processor:withheld"]));
    }

    /// <summary>Case 01, with no amount at all.</summary>
    [Fact]
    public async Task A_case_whose_amounts_nobody_can_tell_waits_for_the_operator_who_books_it()
    {
        var sale = await ShippedAsync();
        var dispute = await OpenAsync(sale);
        var path = $"orders/{sale.OrderId}/cases/{dispute.Id}/settlement";
        var lost = new { lost = Usd("54.50"), fees = Usd("15.00"), reason = "Seen in the dashboard." };
        Assert.Equal((409, "case-not-resolved"), Of(await sale.Operator.PostAsync(path, lost, "early")));

        await PayPal.ResolveDisputeAsync(
            dispute.Id,
            new DisputeResolution("RESOLVED_BUYER_FAVOUR", dispute.Amount, DisputeResolution.DisputeFee, ShownAmounts.None));
        await Pass(TimeSpan.FromDays(5));
        Assert.Equal("disputeDecided", await sale.StatusAsync());
        Assert.DoesNotContain(PayPal.Payouts, p => p.IsOf(sale));
        var item = Assert.Single(await MissingAsync(sale));
        Assert.Contains(path, item.GetProperty("toDo").GetString(), StringComparison.Ordinal);

        Assert.Equal((422, "loss-too-large"), Of(await sale.Operator.PostAsync(path, lost with { lost = Usd("54.51") }, "too-large")));
        Assert.Equal(
            (422, "currency-not-allowed"),
            Of(await sale.Operator.PostAsync(path, new { lost = new { amount = "1.00", currency = "EUR" }, reason = "Euro." }, "euro")));
        Assert.Equal(400, (await sale.Operator.PostAsync(path, new { reason = "Nothing said." }, "nothing")).Status);
        Assert.Equal((400, "idempotency-key-missing"), Of(await sale.Operator.PostAsync(path, lost)));
        Sale.Must(await sale.Operator.PostAsync(path, lost, "book"), 200);
        Sale.Must(await sale.Operator.PostAsync(path, lost, "book"), 200);
        await Pass(TimeSpan.FromDays(5));

        Assert.Equal("refunded", await sale.StatusAsync());
        Assert.Empty(await MissingAsync(sale));
        Assert.DoesNotContain(PayPal.Payouts, p => p.IsOf(sale));
        var book = await Book.OfAsync(sale);
        Assert.Equal((0, 2_39 + 15_00, 0), (book["held"], book["debt"], book["processor:withheld"]));
    }

    [Fact]
    public async Task A_case_that_the_operator_books_as_won_is_paid_out()
    {
        var sale = await ShippedAsync();
        var dispute = await OpenAsync(sale);
        await PayPal.ResolveDisputeAsync(dispute.Id, DisputeResolution.SellerWins with { Outcome = "NONE", Shows = ShownAmounts.None });
        await Pass(TimeSpan.FromDays(5));
        Assert.Single(await MissingAsync(sale));
        Sale.Must(
            await sale.Operator.PostAsync(
                $"orders/{sale.OrderId}/cases/{dispute.Id}/settlement",
                new { lost = Usd("0.00"), reason = "All is there." },
                "book"),
            200);
        await Pass(TimeSpan.FromHours(8));
        Assert.Equal("paidOut", await sale.StatusAsync());
        Assert.Equal(52_11, Assert.Single(PayPal.Payouts, p => p.IsOf(sale)).Amount);
    }

    /// <summary>Case 02, and then its dispute.</summary>
    [Theory]
    [InlineData(true, 32_11)]
    [InlineData(false, 52_11)]
    public async Task A_case_about_money_that_PayPal_has_reversed_before_takes_it_once(bool isLost, long paid)
    {
        var sale = await ShippedAsync($"case-02-{isLost}");
        await PayPal.ReverseCaptureAsync(Assert.Single(PayPal.Captures, c => c.InvoiceId == sale.OrderId).Id, 20_00);
        await Clock.DrainAsync();
        Assert.Equal(-32_11, (await Book.OfAsync(sale))["held"]);

        var dispute = await OpenAsync(sale, new DisputePlan("UNAUTHORISED", 20_00, IsChargeback: true, WasReversed: true));
        Assert.Equal("inDispute", await sale.StatusAsync());
        await PayPal.ResolveDisputeAsync(
            dispute.Id,
            isLost ? new DisputeResolution("RESOLVED_BUYER_FAVOUR", 20_00) : DisputeResolution.SellerWins);
        await Pass(TimeSpan.FromDays(5));
        Assert.Equal("paidOut", await sale.StatusAsync());
        Assert.Equal(paid, Assert.Single(PayPal.Payouts, p => p.IsOf(sale)).Amount);
    }

    [Fact]
    public async Task A_case_that_is_heard_of_when_it_is_won_gives_back_what_PayPal_had_reversed()
    {
        var sale = await ShippedAsync("case-won-unheard");
        var capture = Assert.Single(PayPal.Captures, c => c.InvoiceId == sale.OrderId).Id;
        await PayPal.ReverseCaptureAsync(capture, 54_50);
        await Clock.DrainAsync();
        Assert.Equal("refunded", await sale.StatusAsync());

        var dispute = await PayPal.OpenDisputeAsync(capture, new DisputePlan("UNAUTHORISED", 54_50, IsChargeback: true, WasReversed: true));
        await PayPal.ResolveDisputeAsync(dispute.Id, DisputeResolution.SellerWins);
        await Pass(TimeSpan.FromDays(5));

        Assert.Equal("paidOut", await sale.StatusAsync());
        Assert.Equal(52_11, Assert.Single(PayPal.Payouts, p => p.IsOf(sale)).Amount);
    }

    private static object Usd(string amount) => new { amount, currency = "USD" };

    private static async Task<List<JsonElement>> MissingAsync(Sale sale) =>
        [
            .. Sale.Must(await sale.Operator.GetAsync("ops/attention?limit=100"), 200)
                .Body.GetProperty("items")
                .EnumerateArray()
                .Where(i =>
                    i.GetProperty("kind").GetString() == "case-amounts-missing" && i.GetProperty("orderId").GetString() == sale.OrderId),
        ];

    private async Task<SimulatedDispute> OpenAsync(Sale sale, DisputePlan? plan = null)
    {
        var dispute = await PayPal.OpenDisputeAsync(Assert.Single(PayPal.Captures, c => c.InvoiceId == sale.OrderId).Id, plan);
        await Clock.DrainAsync();
        return dispute;
    }

    private static (int, string?) Of(SaleClient.Answer answer) => (answer.Status, answer["code"]);
}
