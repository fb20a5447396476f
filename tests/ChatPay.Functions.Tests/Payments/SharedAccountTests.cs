using System.Net;
using ChatPay.Functions.Features.Disputes;
using ChatPay.Functions.Features.Webhooks;
using ChatPay.Functions.Tests.Orders;

namespace ChatPay.Functions.Tests.Payments;

/// <summary>Other apps take payments with the same PayPal account: what PayPal reports about those is nothing of ours, and hides
/// nothing of ours.</summary>
public sealed class SharedAccountTests
{
    private const string CaseId = DisputeBench.CaseId;
    private const string Foreign = """{"seller_transaction_id":"FOREIGN1","custom":"till-7","invoice_number":"till-7-2026"}""";
    private const string Ours = """{"seller_transaction_id":"CAPTURE1","custom":"ord-1-checkout-1"}""";
    private const string Second = """{"seller_transaction_id":"CAPTURE2","custom":"ord-2-checkout-1"}""";
    private static readonly string Invoiced = DisputeBench.Invoiced;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task Dispute_WhoseFirstPaymentIsAnotherAppsOwn_IsOpenedAtOurs(HttpStatusCode answer)
    {
        await using var bench = await DisputeBench.StartAsync([Foreign, Ours], answer);
        await bench.HearAsync(Opened);
        Assert.True((await bench.OrderAsync("ord-1")).OpenDispute is { Id: CaseId });
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task News_OfAnotherAppsPayment_IsNothingOfOurs(HttpStatusCode answer)
    {
        await using var bench = await DisputeBench.StartAsync([Foreign], answer);
        await bench.HearAsync(Opened);
        await bench.HearAsync(new PayPalEvent("WH-2", "PAYMENT.CAPTURE.REFUNDED") { CaptureId = "FOREIGN1" });
        Assert.Null((await bench.OrderAsync("ord-1")).OpenDispute);
    }

    [Fact]
    public async Task Dispute_OfTwoOrders_IsOpenedAtBoth()
    {
        await using var bench = await DisputeBench.StartAsync([Ours, Second]);
        await bench.HearAsync(Opened);
        Assert.True((await bench.OrderAsync("ord-1")).OpenDispute is { Id: CaseId });
        Assert.True((await bench.OrderAsync("ord-2")).OpenDispute is { Id: CaseId });
    }

    [Fact]
    public async Task Dispute_OfTwoOrders_IsOpenedAtBothByNight()
    {
        await using var bench = await DisputeBench.StartAsync([Foreign, Ours, Second]);
        await bench.NightAsync();
        Assert.True((await bench.OrderAsync("ord-1")).OpenDispute is { Id: CaseId });
        Assert.True((await bench.OrderAsync("ord-2")).OpenDispute is { Id: CaseId });
    }

    [Fact]
    public async Task Dispute_WhoseSecondOrderIsHereWhileTheFirstIsNot_IsOpenedThere()
    {
        await using var bench = await DisputeBench.StartAsync(["""{"custom":"ord-9-checkout-1"}""", Second]);
        await bench.HearAsync(Opened);
        Assert.True((await bench.OrderAsync("ord-2")).OpenDispute is { Id: CaseId });
    }

    /// <summary>PayPal shows the invoice number where it shows no <c>custom</c>.</summary>
    [Fact]
    public async Task Dispute_OfAPaymentKnownByItsInvoice_IsOpenedThere()
    {
        await using var bench = await DisputeBench.StartAsync([$$"""{"seller_transaction_id":"CAPTURE1","invoice_number":"{{Invoiced}}-2"}"""]);
        await bench.HearAsync(Opened);
        Assert.True((await bench.OrderAsync(Invoiced)).OpenDispute is { Id: CaseId });
    }

    /// <summary>The amounts are those of all its payments: neither order is charged for the other, and an operator divides
    /// them.</summary>
    [Fact]
    public async Task Dispute_OfTwoOrdersThatIsLost_IsBookedByAnOperator()
    {
        await using var bench = await DisputeBench.StartAsync([Ours, Second]);
        await bench.HearAsync(Opened);
        bench.Resolve("RESOLVED_BUYER_FAVOUR", "150.00");
        await bench.HearAsync(Opened);
        foreach (var order in new[] { await bench.OrderAsync("ord-1"), await bench.OrderAsync("ord-2") })
        {
            Assert.Equal(
                (true, ScriptedSale.Usd("100.00"), ScriptedSale.Usd("0.00")),
                (order.Disputes[0].AmountsMissing, order.Disputes[0].Amount, order.Disputes[0].Lost));
        }

        Assert.Equal(2, (await bench.Attention.ListOpenAsync(Cancellation)).Count(a => a.Kind == ReadDispute.AmountsMissing));
    }

    [Fact]
    public async Task Dispute_OfTwoOrdersThatIsWon_IsClosedAtBoth()
    {
        await using var bench = await DisputeBench.StartAsync([Ours, Second]);
        await bench.HearAsync(Opened);
        bench.Resolve("RESOLVED_SELLER_FAVOUR", null);
        await bench.HearAsync(Opened);
        Assert.Null((await bench.OrderAsync("ord-1")).OpenDispute);
        Assert.Null((await bench.OrderAsync("ord-2")).OpenDispute);
        Assert.Empty(await bench.Attention.ListOpenAsync(Cancellation));
    }

    private static PayPalEvent Opened => DisputeBench.Opened;
}
