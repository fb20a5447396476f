namespace ChatPay.Local.Tests.Simulators;

/// <summary>The certificate that signs webhooks lives on the platform's clock.</summary>
public sealed class PayPalCertificateTests
{
    [Fact]
    public async Task Webhook_AfterAJumpOfYears_IsSignedByARenewedCertificateOfTheSameRoot()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        await fixture.SellAsync("ord-1");
        await fixture.Clock.DrainAsync();
        var first = await WebhookCheck.VerifyAsync(fixture, fixture.Received.Last());
        var root = fixture.PayPal.TrustRootPem;

        await fixture.Clock.AdvanceAsync(TimeSpan.FromDays(15 * 365));
        await fixture.PayPal.Resend((string)fixture.Received.Last().Json["id"]!);
        await fixture.Clock.DrainAsync();
        var renewed = await WebhookCheck.VerifyAsync(fixture, fixture.Received.Last());

        Assert.NotEqual(first.Thumbprint, renewed.Thumbprint);
        Assert.True(renewed.NotAfter.ToUniversalTime() <= fixture.Clock.GetUtcNow().UtcDateTime.AddYears(1));
        Assert.Equal(root, fixture.PayPal.TrustRootPem);
    }

    [Fact]
    public async Task Certificate_ThatWasRenewed_IsKeptOverARestart()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        await fixture.SellAsync("ord-1");
        await fixture.Clock.AdvanceAsync(TimeSpan.FromDays(400));
        var id = (string)fixture.Received.Last().Json["id"]!;
        await fixture.PayPal.Resend(id);
        await fixture.Clock.DrainAsync();
        var before = await WebhookCheck.VerifyAsync(fixture, fixture.Received.Last());

        await fixture.ReopenAsync();
        await fixture.PayPal.Resend(id);
        await fixture.Clock.DrainAsync();

        Assert.Equal(before.Thumbprint, (await WebhookCheck.VerifyAsync(fixture, fixture.Received.Last())).Thumbprint);
    }
}
