using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;
using ChatPay.Local.Simulators.PayPal.Disputes;

namespace ChatPay.Journeys.Sellers;

/// <summary>A seller's PayPal account is opened, limited, unlimited and withdrawn; an account here is closed for good.</summary>
public sealed class SellerStandingJourneys(JourneyPlatform platform) : Journey(platform)
{
    [Fact]
    public async Task A_seller_goes_through_PayPals_page_and_the_account_named_there_is_the_one_that_is_paid()
    {
        var sale = await SellerAsync();
        await OnboardAsync(sale, "MERCHANTNAMED");
        var me = Sale.Must(await sale.Seller.GetAsync("sellers/me"), 200);
        Assert.Equal(("MERCHANTNAMED", "pending"), (me["payPalMerchantId"], me["status"]));
        await sale.VerifyAsync();
        await SellAsync(sale);
        Assert.Contains(PayPal.Payouts, p => p.SenderItemId == sale.OrderId + "-payout-1" && p.Receiver == "MERCHANTNAMED");
    }

    [Fact]
    public async Task The_page_that_the_seller_comes_back_to_believes_nothing()
    {
        var sale = await SellerAsync();
        using var browser = new Browser();
        var page = await browser.GetAsync(
            new Uri(
                Local.Address,
                $"api/v1/connect/paypal/callback?merchantId={sale.SellerId}&merchantIdInPayPal=ATTACKERS2345&permissionsGranted=true"));
        Assert.Equal(200, page.Status);
        Assert.Equal("EXAMPLESELL23", Sale.Must(await sale.Seller.GetAsync("sellers/me"), 200)["payPalMerchantId"]);
    }

    [Fact]
    public async Task A_limited_account_gets_no_requests_and_no_payout_until_it_is_free_and_then_both()
    {
        var sale = await SellerAsync();
        await OnboardAsync(sale, "MERCHANTHELD2");
        await sale.VerifyAsync();
        await sale.TalkAsync();
        await sale.RequestPaymentAsync();
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());
        await sale.ShipAsync();
        await PayPal.LimitAsync("MERCHANTHELD2", paymentsReceivable: false);
        await Clock.DrainAsync();

        var me = Sale.Must(await sale.Seller.GetAsync("sellers/me"), 200);
        Assert.Equal(("restricted", "fixPayPalAccount"), (me["status"], me["nextStep"]));
        Assert.Contains("PayPal has limited your account", me["reason"], StringComparison.Ordinal);
        Assert.InRange(
            (await sale.Seller.PostAsync($"conversations/{sale.ConversationId}/payment-requests", Sale.TwoMugs(), "request-2")).Status,
            403,
            422);
        await Pass(TimeSpan.FromDays(5));
        Assert.Equal("shipped", await sale.StatusAsync());

        await PayPal.LimitAsync("MERCHANTHELD2", paymentsReceivable: true);
        await Pass(TimeSpan.FromHours(5));
        Assert.Equal("paidOut", await sale.StatusAsync());
        Assert.Equal("none", Sale.Must(await sale.Seller.GetAsync("sellers/me"), 200)["nextStep"]);
    }

    [Fact]
    public async Task A_limited_account_stays_limited_when_another_was_named_in_between()
    {
        var sale = await SellerAsync();
        await OnboardAsync(sale, "MERCHANTTWCE2");
        await sale.VerifyAsync();
        await PayPal.LimitAsync("MERCHANTTWCE2", paymentsReceivable: false);
        await Clock.DrainAsync();
        Sale.Must(await sale.Seller.PutAsync("sellers/me/payout-receiver", new { payPalMerchantId = "MERCHANTNEXT2" }), 200);
        Sale.Must(await sale.Seller.PutAsync("sellers/me/payout-receiver", new { payPalMerchantId = "MERCHANTTWCE2" }), 200);
        var me = Sale.Must(await sale.Seller.GetAsync("sellers/me"), 200);
        Assert.Equal(("restricted", "fixPayPalAccount"), (me["status"], me["nextStep"]));

        // PayPal frees it while another is named: that is not missed either.
        Sale.Must(await sale.Seller.PutAsync("sellers/me/payout-receiver", new { payPalMerchantId = "MERCHANTNEXT2" }), 200);
        await PayPal.LimitAsync("MERCHANTTWCE2", paymentsReceivable: true);
        await Clock.DrainAsync();
        Sale.Must(await sale.Seller.PutAsync("sellers/me/payout-receiver", new { payPalMerchantId = "MERCHANTTWCE2" }), 200);
        Assert.Equal("active", Sale.Must(await sale.Seller.GetAsync("sellers/me"), 200)["status"]);
    }

    [Fact]
    public async Task A_withdrawn_consent_restricts_and_coming_through_the_page_again_frees()
    {
        var sale = await SellerAsync();
        await OnboardAsync(sale, "MERCHANTBACK2");
        await sale.VerifyAsync();
        await PayPal.WithdrawConsentAsync("MERCHANTBACK2");
        await Clock.DrainAsync();
        var me = Sale.Must(await sale.Seller.GetAsync("sellers/me"), 200);
        Assert.Equal(("restricted", "fixPayPalAccount"), (me["status"], me["nextStep"]));

        await Pass(TimeSpan.FromDays(1));
        await OnboardAsync(sale, "MERCHANTBACK2");
        Assert.Equal("active", Sale.Must(await sale.Seller.GetAsync("sellers/me"), 200)["status"]);
    }

    [Fact]
    public async Task A_closed_account_sells_and_is_paid_no_more_and_its_buyer_is_refunded()
    {
        var sale = await PaidAsync();
        await sale.ConnectInstagramAsync("17841400000000071");
        Assert.Equal(404, (await sale.Seller.PostAsync($"sellers/{sale.SellerId}/revocation", new { reason = "no" })).Status);
        var closed = Sale.Must(
            await sale.Operator.PostAsync($"sellers/{sale.SellerId}/revocation", new { reason = "Sold what does not exist." }),
            200);
        Assert.Equal(("revoked", "contactSupport", "Sold what does not exist."), (closed["status"], closed["nextStep"], closed["reason"]));
        Assert.Null(closed["instagram"]);
        foreach (var refused in new[]
            {
                await sale.Operator.DeleteAsync($"sellers/{sale.SellerId}/restriction"),
                await sale.TryVerifyAsync(),
                await sale.Seller.PostAsync("sellers/me/instagram-connection"),
            })
            Assert.Equal((409, "seller-revoked"), (refused.Status, refused["code"]));

        await Pass(TimeSpan.FromDays(8));
        Assert.Contains("refunded", await sale.StatusAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(PayPal.Payouts, p => p.IsOf(sale));
    }

    [Fact]
    public async Task What_the_operator_has_looked_at_is_what_is_verified()
    {
        var sale = await SellerAsync();
        var account = $"sellers/{sale.SellerId}";
        await PayPalAccountAsync("SWAPPEDSELLR2");
        var seen = Sale.Must(await sale.Operator.GetAsync(account), 200);
        Assert.Equal(("SWAPPEDSELLR2", "pending"), (seen["payPalMerchantId"], seen["status"]));
        Assert.Equal(404, (await sale.Seller.GetAsync(account)).Status);
        Assert.Equal(404, (await sale.Operator.GetAsync("sellers/a%23b")).Status);

        await PayPalAccountAsync("ATTACKERS2345");
        var blind = await sale.Operator.PostAsync(account + "/verification");
        Assert.Equal((428, "if-match-missing"), (blind.Status, blind["code"]));
        Assert.Equal(412, (await VerifyAsync(seen)).Status);
        Assert.Equal(412, (await sale.Seller.SendAsync(HttpMethod.Delete, "sellers/me/kyc", null, null, seen.ETag)).Status);
        Assert.Equal(412, (await sale.Seller.SendAsync(HttpMethod.Post, "sellers/me/paypal-onboarding", null, null, seen.ETag)).Status);
        Assert.Equal("pending", Sale.Must(await sale.Operator.GetAsync(account), 200)["status"]);

        await PayPalAccountAsync("SWAPPEDSELLR2");
        Assert.Equal("active", Sale.Must(await VerifyAsync(Sale.Must(await sale.Operator.GetAsync(account), 200)), 200)["status"]);

        async Task PayPalAccountAsync(string id) =>
            Sale.Must(await sale.Seller.PutAsync("sellers/me/payout-receiver", new { payPalMerchantId = id }), 200);

        Task<SaleClient.Answer> VerifyAsync(SaleClient.Answer looked) =>
            sale.Operator.SendAsync(HttpMethod.Post, account + "/verification", null, null, looked.ETag);
    }

    [Fact]
    public async Task What_a_closed_account_has_earned_is_handed_over_when_the_hold_is_over()
    {
        var sale = await ShippedAsync();
        Sale.Must(await sale.Operator.PostAsync($"sellers/{sale.SellerId}/revocation", new { reason = "Sold what does not exist." }), 200);
        Assert.Equal(409, (await HandOverAsync(sale, generation: 1)).Status);

        await Pass(TimeSpan.FromDays(6));
        var late = Sale.Must(await sale.Operator.GetAsync("ops/attention?limit=100"), 200).Body.GetProperty("items").EnumerateArray()
            .Select(i => new SaleClient.Answer(200, i)).Single(i => (i["kind"], i["orderId"]) == ("payout-late", sale.OrderId));
        Assert.Contains("/handover", late["toDo"], StringComparison.Ordinal);
        Sale.Must(await HandOverAsync(sale, generation: 1), 200);
        await PayPal.MoveToBankAsync(52_11);
        await Clock.DrainAsync();
        Assert.Equal("paidOut", await sale.StatusAsync());
        Assert.DoesNotContain(PayPal.Payouts, p => p.IsOf(sale));
        var book = await Book.OfAsync(sale);
        Assert.Equal((0, 0, 0), (book["held"], book["payable"], book["payout:inflight"]));
    }

    private static Task<SaleClient.Answer> HandOverAsync(Sale sale, int generation) => sale.Operator.PostAsync(
        $"orders/{sale.OrderId}/payouts/{generation}/handover", new { message = "Handed over to the state." }, idempotencyKey: "handover");

    [Fact]
    public async Task While_a_payment_is_disputed_nothing_is_erased_though_the_seller_has_been_paid()
    {
        var sale = await ShippedAsync();
        await Pass(TimeSpan.FromHours(75));
        Assert.Equal("paidOut", await sale.StatusAsync());
        var dispute = await PayPal.OpenDisputeAsync(Assert.Single(PayPal.Captures, c => c.InvoiceId == sale.OrderId).Id);
        await Clock.DrainAsync();
        Assert.Equal("inDispute", await sale.StatusAsync());

        var refused = await sale.Seller.DeleteAsync("sellers/me/kyc");
        Assert.Equal((409, "money-open"), (refused.Status, refused["code"]));
        await PayPal.ResolveDisputeAsync(dispute.Id, DisputeResolution.SellerWins);
        await Pass(TimeSpan.FromHours(2));
        Sale.Must(await sale.Seller.DeleteAsync("sellers/me/kyc"), 202);
    }

    private async Task OnboardAsync(Sale sale, string merchantId)
    {
        var page = Sale.Must(await sale.Seller.PostAsync("sellers/me/paypal-onboarding"), 200)["onboardingUrl"]!;
        Assert.StartsWith(PayPal.Address.AbsoluteUri, page, StringComparison.Ordinal);
        await PayPal.AgreeToReferralAsync(sale.SellerId, merchantId);
        await Clock.DrainAsync();
    }

    private async Task SellAsync(Sale sale)
    {
        await sale.TalkAsync();
        await sale.RequestPaymentAsync();
        await sale.ApproveInBrowserAsync(await sale.CheckoutAsync());
        await sale.ShipAsync();
        await Pass(TimeSpan.FromHours(75));
        Assert.Equal("paidOut", await sale.StatusAsync());
    }
}
