using ChatPay.Functions.Features.Payouts.Netting;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Tests.Orders;
using ChatPay.Functions.Tests.Payments;

namespace ChatPay.Functions.Tests.Payouts;

/// <summary>What requests at the same time announce that a seller will owe, and what counts as paid out.</summary>
public sealed class DebtCeilingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A small refund of the same order must not hide the large one that is just being written.</summary>
    [Fact]
    public async Task Announcement_OfALargerDebt_StaysWhenASmallerOneFollows()
    {
        await using var stores = await LocalStores.StartAsync();
        var debts = new DebtIndex(stores.Tables);
        await debts.AnnounceAsync("sel-1", "ord-1", Usd("150.00"), Cancellation);
        await debts.AnnounceAsync("sel-1", "ord-1", Usd("5.00"), Cancellation);
        Assert.Equal(Usd("150.00"), await AnnouncedAsync(stores, debts));
    }

    [Fact]
    public async Task Announcement_TakenBack_LeavesTheOneBefore()
    {
        await using var stores = await LocalStores.StartAsync();
        var debts = new DebtIndex(stores.Tables);
        await debts.AnnounceAsync("sel-1", "ord-1", Usd("150.00"), Cancellation);
        var refused = await debts.AnnounceAsync("sel-1", "ord-1", Usd("700.00"), Cancellation);
        Assert.Equal(Usd("700.00"), await AnnouncedAsync(stores, debts));
        await debts.TakeBackAsync(refused, Cancellation);
        Assert.Equal(Usd("150.00"), await AnnouncedAsync(stores, debts));
    }

    [Fact]
    public async Task Announcement_TakenBackAfterAnother_LeavesTheOther()
    {
        await using var stores = await LocalStores.StartAsync();
        var debts = new DebtIndex(stores.Tables);
        var refused = await debts.AnnounceAsync("sel-1", "ord-1", Usd("700.00"), Cancellation);
        await debts.AnnounceAsync("sel-1", "ord-1", Usd("800.00"), Cancellation);
        await debts.TakeBackAsync(refused, Cancellation);
        Assert.Equal(Usd("800.00"), await AnnouncedAsync(stores, debts));
    }

    [Fact]
    public async Task Announcement_OlderThanAnHour_IsInTheOrderOrNotAtAll()
    {
        await using var stores = await LocalStores.StartAsync();
        var debts = new DebtIndex(stores.Tables);
        await debts.AnnounceAsync("sel-1", "ord-1", Usd("150.00"), Cancellation);
        await stores.Clock.AdvanceAsync(TimeSpan.FromHours(2), Cancellation);
        Assert.Equal(Usd("0.00"), await AnnouncedAsync(stores, debts));
    }

    /// <summary>Fees are no money that the seller got: a refund of what is still here is not bounded by them.</summary>
    [Fact]
    public void Fees_OfThePaymentAndOfADispute_AreNotPaidOut()
    {
        var sale = ScriptedSale.Shipped();
        var lost = sale.Order with { Disputes = [Lost(fees: "15.00")] };
        Assert.False(DebtCeiling.IsOfPaidOut(sale.Order, lost));
        Assert.True(DebtCeiling.IsOfPaidOut(lost, lost with { Disputes = [Lost(fees: "15.00") with { Lost = Usd("50.00") }] }));

        var paid = ScriptedSale.PaidOut();
        var refunded = paid.Copy().Did(o => Give(o, "100.00")).Order;
        Assert.True(DebtCeiling.IsOfPaidOut(paid.Order, refunded));
        Assert.False(DebtCeiling.IsOfPaidOut(sale.Order, sale.Copy().Did(o => Give(o, "100.00")).Order));
    }

    private static Decision Give(Order order, string amount) => RefundDecisions.Give(
        order,
        RefundReason.Seller,
        new RefundRequest(Usd(amount)),
        IdempotencyRecord.Of("sel-1", "key", new { amount }),
        ScriptedSale.Start);

    private static Dispute Lost(string fees) =>
        new("PP-D-1", DisputeState.Lost, Usd("100.00"), ScriptedSale.Start) { Fees = Usd(fees) };

    private static async Task<Money> AnnouncedAsync(LocalStores stores, DebtIndex debts) =>
        Assert.Single(await debts.ListAsync("sel-1", Cancellation)).AnnouncedAt(stores.Clock.GetUtcNow(), "USD");

    private static Money Usd(string amount) => ScriptedSale.Usd(amount);
}
