using ChatPay.Local.Simulators.Webhooks;

namespace ChatPay.Local.Tests.Simulators;

public sealed class PayPalWebhookTests
{
    [Fact]
    public async Task Webhook_Received_VerifiesAgainstTheServedCertificateAndTheRoot()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        await fixture.SellAsync("ord-1");
        await fixture.Clock.DrainAsync();
        var webhook = fixture.Received.First(w => (string?)w.Json["event_type"] == "PAYMENT.CAPTURE.COMPLETED");
        var url = new Uri(webhook.Headers["PAYPAL-CERT-URL"]);
        Assert.Equal(fixture.PayPal.CertificateHost, url.GetLeftPart(UriPartial.Authority));

        await WebhookCheck.VerifyAsync(fixture, webhook);
        Assert.Equal("ord-1-checkout-1", (string?)webhook.Json["resource"]!["custom_id"]);
        Assert.Equal(fixture.PayPal.Orders[0].Id, (string?)webhook.Json["resource"]!["supplementary_data"]!["related_ids"]!["order_id"]);
    }

    [Fact]
    public async Task Webhook_Refused_IsRetriedWithItsOldHeadersUntilItArrives()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        fixture.Receiver.Next.Enqueue(500);
        fixture.Receiver.Next.Enqueue(503);
        var created = await fixture.CreateAsync("ord-1", "key-1");
        await fixture.PayPal.ApproveAsync((string)created.Json["id"]!);

        await fixture.Clock.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(3, fixture.Received.Count);
        Assert.Single(fixture.Received.Select(w => w.Headers["PAYPAL-TRANSMISSION-SIG"]).Distinct());
        var sent = Assert.Single(fixture.PayPal.Webhooks);
        Assert.Equal((WebhookState.Delivered, 3, (int?)200), (sent.State, sent.Attempts, sent.LastAnswer));
    }

    [Fact]
    public async Task Webhook_NeverAccepted_IsGivenUpAfterTwentyFiveRetriesInThreeDays()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        fixture.Receiver.Otherwise = 500;
        var captured = await fixture.CreateAsync("ord-1", "key-1");
        await fixture.PayPal.ApproveAsync((string)captured.Json["id"]!);
        await fixture.Clock.AdvanceAsync(TimeSpan.FromDays(3));

        var sent = fixture.PayPal.Webhooks[0];
        Assert.Equal((WebhookState.GivenUp, 26), (sent.State, sent.Attempts));
    }

    [Fact]
    public async Task Webhook_Resent_KeepsItsIdAndBody()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        var created = await fixture.CreateAsync("ord-1", "key-1");
        await fixture.PayPal.ApproveAsync((string)created.Json["id"]!);
        await fixture.PayPal.Resend(fixture.PayPal.Webhooks[0].Id);
        await fixture.Clock.DrainAsync();

        Assert.Equal(2, fixture.Received.Count);
        Assert.Single(fixture.Received.Select(w => (string?)w.Json["id"]).Distinct());
        Assert.Equal(2, fixture.Received.Select(w => w.Headers["PAYPAL-TRANSMISSION-ID"]).Distinct().Count());
    }

    [Fact]
    public async Task Webhook_WithoutAddress_WaitsForOne()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        var address = fixture.PayPal.WebhookUrl;
        fixture.PayPal.WebhookUrl = null;
        var created = await fixture.CreateAsync("ord-1", "key-1");
        await fixture.PayPal.ApproveAsync((string)created.Json["id"]!);
        await fixture.Clock.DrainAsync();
        Assert.Empty(fixture.Received);

        fixture.PayPal.WebhookUrl = address;
        await fixture.Clock.DrainAsync();

        Assert.Single(fixture.Received);
    }
}
