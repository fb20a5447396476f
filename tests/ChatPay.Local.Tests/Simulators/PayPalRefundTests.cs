using System.Text.Json.Nodes;
using ChatPay.Local.Simulators.PayPal.Payments;

namespace ChatPay.Local.Tests.Simulators;

public sealed class PayPalRefundTests
{
    private static JsonObject Amount(string value, string currency = "USD") =>
        new() { ["amount"] = new JsonObject { ["currency_code"] = currency, ["value"] = value } };

    [Fact]
    public async Task Refund_SameKey_PaysOnce()
    {
        await using var fixture = await PayPalFixture.StartAsync(startingBalance: 10000);
        var path = $"v2/payments/captures/{PayPalFixture.CaptureId(await fixture.SellAsync("ord-1"))}/refund";
        var first = await fixture.PostAsync(path, key: "ord-1-refund-1");
        var second = await fixture.PostAsync(path, key: "ord-1-refund-1");

        Assert.Equal((string?)first.Json["id"], (string?)second.Json["id"]);
        Assert.Equal(9602, fixture.PayPal.Balance);
        Assert.Equal("REFUNDED", fixture.PayPal.Captures[0].Status);
    }

    [Fact]
    public async Task Refund_MoreThanRemains_IsRefusedByName()
    {
        await using var fixture = await PayPalFixture.StartAsync(startingBalance: 10000);
        var path = $"v2/payments/captures/{PayPalFixture.CaptureId(await fixture.SellAsync("ord-1"))}/refund";
        await fixture.PostAsync(path, Amount("60.00"), "r-1");

        Assert.Equal("REFUND_AMOUNT_EXCEEDED", (await fixture.PostAsync(path, Amount("40.01"), "r-2")).Issue);
        Assert.Equal("REFUND_CAPTURE_CURRENCY_MISMATCH", (await fixture.PostAsync(path, Amount("1.00", "EUR"), "r-3")).Issue);
        Assert.Equal(201, (await fixture.PostAsync(path, key: "r-4")).Status);
        Assert.Equal("CAPTURE_FULLY_REFUNDED", (await fixture.PostAsync(path, key: "r-5")).Issue);
    }

    [Fact]
    public async Task Refund_CustomIdWithColon_IsRefused()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        var path = $"v2/payments/captures/{PayPalFixture.CaptureId(await fixture.SellAsync("ord-1"))}/refund";

        Assert.Equal("INVALID_PARAMETER_SYNTAX", (await fixture.PostAsync(path, new JsonObject { ["custom_id"] = "ord:1" })).Issue);
    }

    [Fact]
    public async Task Refund_BalanceTooLow_IsRefused()
    {
        await using var fixture = await PayPalFixture.StartAsync();
        var path = $"v2/payments/captures/{PayPalFixture.CaptureId(await fixture.SellAsync("ord-1"))}/refund";

        Assert.Equal("REFUND_FAILED_INSUFFICIENT_FUNDS", (await fixture.PostAsync(path)).Issue);
    }

    [Fact]
    public async Task Refund_After180Days_IsRefused()
    {
        await using var fixture = await PayPalFixture.StartAsync(startingBalance: 10000);
        var path = $"v2/payments/captures/{PayPalFixture.CaptureId(await fixture.SellAsync("ord-1"))}/refund";
        await fixture.PayPal.DisposeAsync();
        await fixture.Clock.AdvanceAsync(TimeSpan.FromDays(181));
        await fixture.OpenAsync();

        Assert.Equal("REFUND_TIME_LIMIT_EXCEEDED", (await fixture.PostAsync(path)).Issue);
    }

    [Fact]
    public async Task Refund_PendingThenFailed_CanBeMadeAgain()
    {
        await using var fixture = await PayPalFixture.StartAsync(startingBalance: 10000);
        var path = $"v2/payments/captures/{PayPalFixture.CaptureId(await fixture.SellAsync("ord-1"))}/refund";
        fixture.PayPal.Outcomes.NextRefund(RefundOutcome.Pending);
        var pending = await fixture.PostAsync(path, key: "r-1");
        Assert.Equal("PENDING", (string?)pending.Json["status"]);
        await fixture.PayPal.FailRefundAsync((string)pending.Json["id"]!);

        Assert.Equal("FAILED", (string?)(await fixture.GetAsync($"v2/payments/refunds/{(string?)pending.Json["id"]}")).Json["status"]);
        Assert.Equal(201, (await fixture.PostAsync(path, key: "r-2")).Status);
        Assert.Equal(9602, fixture.PayPal.Balance);
    }
}
