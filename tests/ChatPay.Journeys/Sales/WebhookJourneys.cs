using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Azure.Data.Tables;
using ChatPay.Journeys.Platform;
using ChatPay.Local.Demo;
using ChatPay.Local.Keys;
using ChatPay.Local.Simulators.PayPal.Webhooks;
using ChatPay.Local.Simulators.Webhooks;
using ChatPay.Local.Web;

namespace ChatPay.Journeys.Sales;

/// <summary>PayPal's webhooks: repeated, out of order, and forged.</summary>
public sealed class WebhookJourneys(JourneyPlatform platform) : Journey(platform)
{
    [Fact]
    public async Task Every_event_three_times_and_shuffled_changes_nothing()
    {
        var sale = await RequestedAsync();
        await PayPal.ApproveAsync(Sale.ProviderOrderOf(await sale.CheckoutAsync()));
        await Clock.DrainAsync();
        await sale.ShipAsync();
        await Pass(TimeSpan.FromHours(75));
        Assert.Equal("paidOut", await sale.StatusAsync());
        var (book, events) = (await Book.OfAsync(sale), await sale.EventsAsync());
        Assert.Equal(1, book.Count("capture completed"));

        var news = PayPal.Webhooks.Select(w => w.Id).Distinct().ToList();
        Assert.True(news.Count >= 5);
        string[] shuffled = [.. news, .. news];
        new Random(20260302).Shuffle(shuffled);
        foreach (var id in shuffled)
        {
            await PayPal.Resend(id);
            // Beyond the queue's duplicate detection window: it is processed again, and has no further effect.
            await Pass(TimeSpan.FromMinutes(11));
        }

        Assert.Equal(events, await sale.EventsAsync());
        Assert.Equal(book.Entries.Select(e => e.Id), (await Book.OfAsync(sale)).Entries.Select(e => e.Id));
        Assert.Single(PayPal.Captures, c => c.InvoiceId == sale.OrderId);
        Assert.Single(PayPal.Payouts, p => p.IsOf(sale));
        Assert.All(PayPal.Webhooks, w => Assert.Equal(WebhookState.Delivered, w.State));
    }

    [Fact]
    public async Task The_same_capture_told_twice_at_once_is_booked_once()
    {
        var sale = await RequestedAsync();
        var order = Sale.ProviderOrderOf(await sale.CheckoutAsync());
        using (Deaf())
        {
            await PayPal.ApproveAsync(order);
            using var merchant = new Merchant(PayPal);
            Assert.Equal(201, await merchant.CaptureAsync(order));
            await Clock.DrainAsync();
        }

        var news = PayPal.Webhooks.Where(w => w.Body.Contains(sale.OrderId, StringComparison.Ordinal)).Select(w => w.Id).ToList();
        Assert.Equal(2, news.Count);
        await Task.WhenAll(news.Concat(news).Concat(news).Select(PayPal.Resend));
        await Clock.DrainAsync();
        Assert.Equal("paid", await sale.StatusAsync());
        Assert.Equal(1, (await Book.OfAsync(sale)).Count("capture completed"));
        Assert.Single(await sale.EventsAsync(), "paid");
        await Pass(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task News_of_an_order_that_is_not_here_wait_until_it_is()
    {
        var sale = await PaidAsync();
        var orders = new TableServiceClient(Local.Tables.ConnectionString).GetTableClient("orders");
        var row = (await orders.GetEntityAsync<TableEntity>(sale.OrderId, "order")).Value;
        await orders.DeleteEntityAsync(sale.OrderId, "order");
        await PayPal.RefundInDashboardAsync(Assert.Single(PayPal.Captures, c => c.InvoiceId == sale.OrderId).Id, 10_00);
        await Pass(TimeSpan.FromMinutes(61));

        await orders.AddEntityAsync(row);
        Assert.DoesNotContain("refundCompleted", await sale.EventsAsync());
        await Pass(TimeSpan.FromDays(1));
        Assert.Contains("refundCompleted", await sale.EventsAsync());
    }

    [Theory]
    [InlineData("altered body")]
    [InlineData("altered transmission id")]
    [InlineData("altered time")]
    [InlineData("other webhook")]
    [InlineData("other key")]
    [InlineData("foreign certificate host")]
    [InlineData("certificate at another path")]
    [InlineData("other algorithm")]
    [InlineData("no signature")]
    [InlineData("no headers")]
    [InlineData("two signatures")]
    public async Task A_forged_webhook_is_refused_and_nothing_is_enqueued(string forgery)
    {
        var sale = await RequestedAsync(forgery);
        await PayPal.ApproveAsync(Sale.ProviderOrderOf(await sale.CheckoutAsync()));
        await Clock.DrainAsync();
        // Not one of the capture, which is known by now and not queued.
        var genuine = PayPal.Webhooks.Last(w =>
            w.Type == "CHECKOUT.ORDER.APPROVED" && w.Body.Contains(sale.OrderId, StringComparison.Ordinal));
        var before = await Rows.PictureAsync(Local);

        // While queues are unavailable, a 401 shows that nothing was about to be queued; the genuine webhook gets that far.
        Local.Bus.Unavailable = true;
        try
        {
            using var again = Request(genuine.Body, genuine.Headers);
            Assert.Equal((503, "unavailable"), await SendAsync(again));
            using var forged = Forge(forgery, genuine);
            Assert.Equal((401, "signature-invalid"), await SendAsync(forged));
        }
        finally
        {
            Local.Bus.Unavailable = false;
        }

        using (var forged = Forge(forgery, genuine))
            Assert.Equal((401, "signature-invalid"), await SendAsync(forged));
        await Clock.DrainAsync();
        Assert.Equal(before, await Rows.PictureAsync(Local));
    }

    [Fact]
    public async Task A_signed_event_about_nothing_of_ours_is_taken_and_left_alone()
    {
        using var merchant = new Merchant(PayPal);
        var order = await merchant.MakeOrderAsync("12.00", new string('x', 100));
        await PayPal.ApproveAsync(order);
        await Clock.DrainAsync();
        var told = Assert.Single(PayPal.Webhooks, w => w.Body.Contains(order, StringComparison.Ordinal));
        Assert.Equal((WebhookState.Delivered, 1), (told.State, told.Attempts));
    }

    [Fact]
    public async Task What_the_queue_cannot_take_now_is_sent_again_and_arrives()
    {
        var sale = await RequestedAsync();
        var approval = await sale.CheckoutAsync();
        Local.Bus.Unavailable = true;
        await PayPal.ApproveAsync(Sale.ProviderOrderOf(approval));
        await Clock.DrainAsync();
        var told = Assert.Single(
            PayPal.Webhooks,
            w => w.Type == "CHECKOUT.ORDER.APPROVED" && w.Body.Contains(sale.OrderId, StringComparison.Ordinal));
        Assert.Equal((WebhookState.Pending, 503), (told.State, told.LastAnswer));
        Local.Bus.Unavailable = false;

        await Pass(TimeSpan.FromSeconds(45));
        Assert.Equal("paid", await sale.StatusAsync());
        Assert.Single(PayPal.Captures, c => c.InvoiceId == sale.OrderId);
    }

    /// <summary>Case 28.</summary>
    [Fact]
    public async Task A_payout_batch_whose_answer_is_lost_and_whose_repeat_names_no_batch_is_settled_by_its_webhook()
    {
        var sale = await ShippedAsync();
        PayPal.Outcomes.HidesOriginalBatch = true;
        PayPal.Faults.Next("create-payout", Fault.TimeOutAfterSuccess);
        await Pass(TimeSpan.FromHours(75));
        PayPal.Outcomes.HidesOriginalBatch = false;
        Assert.Equal("paidOut", await sale.StatusAsync());
        Assert.Equal("SUCCESS", Assert.Single(PayPal.Payouts, p => p.IsOf(sale)).Status);
    }

    private HttpRequestMessage Forge(string forgery, SentWebhook genuine)
    {
        var headers = genuine.Headers.ToDictionary(h => h.Key, h => h.Value);
        var body = genuine.Body;
        switch (forgery)
        {
            case "altered body":
                body = body.Replace("APPROVED", "APPROVEC", StringComparison.Ordinal);
                break;
            case "altered transmission id":
                headers["PAYPAL-TRANSMISSION-ID"] = "00000000-0000-0000-0000-000000000000";
                break;
            case "altered time":
                headers["PAYPAL-TRANSMISSION-TIME"] = "2026-03-02T09:00:01Z";
                break;
            case "other webhook":
                return Request(body, Signed(body, "9RT10432KL885190E", headers["PAYPAL-CERT-URL"]));
            case "other key":
                return Request(body, Signed(body, PayPal.WebhookId, headers["PAYPAL-CERT-URL"]));
            case "foreign certificate host":
                return Request(body, Signed(body, PayPal.WebhookId, "http://localhost:1/v1/notifications/certs/CERT-0"));
            case "certificate at another path":
                headers["PAYPAL-CERT-URL"] = new Uri(PayPal.Address, "checkoutnow").AbsoluteUri;
                break;
            case "other algorithm":
                headers["PAYPAL-AUTH-ALGO"] = "none";
                break;
            case "no signature":
                headers.Remove("PAYPAL-TRANSMISSION-SIG");
                break;
            case "no headers":
                headers.Clear();
                break;
            case "two signatures":
                var twice = Request(body, headers);
                twice.Headers.TryAddWithoutValidation("PAYPAL-TRANSMISSION-SIG", headers["PAYPAL-TRANSMISSION-SIG"]);
                return twice;
            default:
                throw new ArgumentOutOfRangeException(nameof(forgery), forgery, "There is no such forgery.");
        }

        return Request(body, headers);
    }

    private IReadOnlyDictionary<string, string> Signed(string body, string webhookId, string certificateUrl)
    {
        using var key = FirstKeys.Make("forger");
        var request = new CertificateRequest(
            "CN=messageverificationcerts.paypal.com",
            key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(Clock.GetUtcNow().AddDays(-1), Clock.GetUtcNow().AddDays(1));
        return PayPalWebhookSigner.Headers(
            certificate,
            new Uri(certificateUrl),
            webhookId,
            "11111111-2222-3333-4444-555555555555",
            Clock.GetUtcNow(),
            Encoding.UTF8.GetBytes(body));
    }

    private HttpRequestMessage Request(string body, IReadOnlyDictionary<string, string> headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, PayPal.WebhookUrl)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    private static async Task<(int Status, string? Code)> SendAsync(HttpRequestMessage request)
    {
        using var browser = new Browser();
        return await browser.ProblemAsync(request);
    }
}
