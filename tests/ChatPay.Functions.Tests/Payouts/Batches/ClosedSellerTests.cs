using ChatPay.Functions.Features.Payouts.Sweep;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Complaints;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Sale.Sellers;
using ChatPay.Functions.Tests.Orders;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatPay.Functions.Tests.Payouts.Batches;

/// <summary>The money of a permanently closed seller is not paid out, and does not stay here forever.</summary>
public sealed class ClosedSellerTests
{
    private static readonly string Seller = "sel-" + PayoutBench.Receiver;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hold_OfAClosedSeller_EndsAndNothingIsSent()
    {
        await using var bench = await PayoutBench.StartAsync();
        var (paid, later) = (Assert.Single(await bench.DueAsync(1)), Assert.Single(await bench.DueAsync(1)));
        await bench.App.Orders.ChangeAsync(
            later,
            o => ShipmentTransitions.Unmark(o, o.Shipments[0].Id, bench.Clock.GetUtcNow()),
            Cancellation);
        await bench.App.Orders.ChangeAsync(
            later,
            o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-2", bench.Clock.GetUtcNow(), "USPS 2")),
            Cancellation);
        await bench.HoursAsync(2);
        await bench.EachIsPaidOnceAsync([paid]);

        await CloseAsync(bench);
        await bench.PassAsync(TimeSpan.FromHours(72));
        var late = new LatePayouts(
            bench.App.Due, bench.App.Orders, bench.App.Attention, bench.Clock, NullLogger<LatePayouts>.Instance);
        var release = new ReleasePayout(bench.App.Orders, bench.App.Sellers, late, bench.Clock);
        Assert.True(await release.RunAsync(later, Cancellation));
        await bench.HoursAsync(2);
        Assert.Equal(PayoutState.Released, await bench.StateAsync(later));
        Assert.Single(bench.PayPal.Payouts);
    }

    [Fact]
    public async Task Payout_OfAClosedSeller_PaysTheDebtsBeforeItIsHandedOver()
    {
        await using var bench = await PayoutBench.StartAsync();
        var owes = Assert.Single(await bench.DueAsync(1));
        await bench.HoursAsync(2);
        await bench.App.Orders.ChangeAsync(
            owes, o => RefundDecisions.Adopt(o, "R1", ScriptedSale.Usd("20.00"), isCompleted: true, bench.Clock.GetUtcNow()), Cancellation);
        var debt = (await bench.OrderAsync(owes)).Debt;
        var pays = Assert.Single(await bench.DueAsync(1));
        await CloseAsync(bench);

        await bench.SweepAsync();
        Assert.Equal(ScriptedSale.Usd("91.02") - debt, (await bench.OrderAsync(pays)).CurrentPayout!.Amount);
        var handed = await bench.App.Orders.ChangeAsync(pays, HandOver(bench, sellerIsClosed: true), Cancellation);
        Assert.True(handed.Changed);
        await bench.HoursAsync(2);
        Assert.Equal(PayoutState.Paid, await bench.StateAsync(pays));
        Assert.Single(bench.PayPal.Payouts);
        await bench.BooksAreRightAsync();
    }

    [Fact]
    public async Task Payout_ThatIsStillSentOrHeldBack_IsNotHandedOver()
    {
        await using var bench = await PayoutBench.StartAsync();
        var order = Assert.Single(await bench.DueAsync(1));
        Assert.Equal("payout-not-failed", await RefusedAsync(sellerIsClosed: false));

        await bench.App.Orders.ChangeAsync(
            order, o => ComplaintTransitions.File(o, "broken", new IdempotencyRecord("k", "r"), bench.Clock.GetUtcNow()), Cancellation);
        Assert.Equal("payout-blocked", await RefusedAsync(sellerIsClosed: true));

        async Task<string?> RefusedAsync(bool sellerIsClosed) =>
            (await bench.App.Orders.ChangeAsync(order, HandOver(bench, sellerIsClosed), Cancellation)).Refusal?.Code;
    }

    private static Func<Order, Decision> HandOver(PayoutBench bench, bool sellerIsClosed) =>
        o => PayoutTransitions.HandOver(
            o, o.CurrentPayout!.Generation, "Handed over to the state.", sellerIsClosed, bench.Clock.GetUtcNow());

    private static Task CloseAsync(PayoutBench bench) =>
        bench.App.Sellers.ChangeAsync(
            Seller,
            s => SellerTransitions.Revoke(s, "Sold what does not exist.", bench.Clock.GetUtcNow()),
            Cancellation);
}
