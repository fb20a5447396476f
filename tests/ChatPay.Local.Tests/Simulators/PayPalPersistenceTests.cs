namespace ChatPay.Local.Tests.Simulators;

public sealed class PayPalPersistenceTests
{
    [Fact]
    public async Task Reopened_KeepsOrdersKeysBalanceAndCertificate()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        var captured = await fixture.SellAsync("ord-1");
        var root = fixture.PayPal.TrustRootPem;
        await fixture.ReopenAsync();

        Assert.Equal(root, fixture.PayPal.TrustRootPem);
        Assert.Equal(9602, fixture.PayPal.Balance);
        var replay = await fixture.PostAsync($"v2/checkout/orders/{(string?)captured.Json["id"]}/capture", key: "ord-1-capture-1");
        Assert.Equal(200, replay.Status);
        Assert.Equal(PayPalFixture.CaptureId(captured), PayPalFixture.CaptureId(replay));
    }

    [Fact]
    public async Task Reopened_FinishesThePayoutsThatWereOnTheirWay()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        await fixture.SellAsync("ord-1");
        await fixture.PayAsync("batch-1", ("seller@example.com", "91.02", "ord-1-payout-1"));
        await fixture.Clock.AdvanceAsync(TimeSpan.FromSeconds(3));
        Assert.Equal("PROCESSING", fixture.PayPal.PayoutBatches[0].Status);

        await fixture.ReopenAsync();
        await fixture.Clock.AdvanceAsync(TimeSpan.FromSeconds(10));

        Assert.Equal("SUCCESS", fixture.PayPal.PayoutBatches[0].Status);
        Assert.Equal(9602 - 9127, fixture.PayPal.Balance);
    }

    [Fact]
    public async Task Reopened_SendsTheWebhooksThatHadNotArrived()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        fixture.Receiver.Otherwise = 500;
        await fixture.SellAsync("ord-1");
        await fixture.Clock.DrainAsync();
        await fixture.ReopenAsync();
        fixture.Receiver.Otherwise = 200;
        fixture.Received.Clear();
        await fixture.Clock.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(["CHECKOUT.ORDER.APPROVED", "PAYMENT.CAPTURE.COMPLETED"], fixture.ReceivedTypes().Order());
    }
}
