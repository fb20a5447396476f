using ChatPay.Functions.Features.Payouts.Reserves;
using ChatPay.Functions.Features.Payouts.Sweep;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Ledger;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Tests.Orders;
using ChatPay.Functions.Tests.Payments;
using ChatPay.Functions.Tests.Sellers;

namespace ChatPay.Functions.Tests.Payouts;

/// <summary>A tenth of a payout of 91.02 kept back: 9.10 (LEDGER.md, row 3c).</summary>
public sealed class ReserveTests
{
    private static readonly OrderTerms Terms = ScriptedSale.ExampleTerms with { ReserveBasisPoints = 1_000 };
    private static readonly DateTimeOffset Released = ScriptedSale.Start + TimeSpan.FromHours(72);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Release_KeepsItsPartBackAndPaysTheRest()
    {
        var sale = ScriptedSale.Released(Terms);
        Assert.Equal((ScriptedSale.Usd("81.92"), ScriptedSale.Usd("9.10")), (sale.Order.CurrentPayout!.Amount, sale.Order.Reserved));
        Assert.Equal(ScriptedSale.Usd("-9.10"), Balance(sale, Accounts.Reserve(ScriptedSale.SellerId)));
        Assert.Contains("ord-1-reserve-1", sale.Starts.Select(s => s.InstanceId));
    }

    [Fact]
    public void End_AfterThePayout_IsTheNextGeneration()
    {
        var sale = Paid();
        sale.IsRefused("not-due", o => End(o, Released + TimeSpan.FromDays(59)));
        sale.Did(o => End(o, Released + TimeSpan.FromDays(60))).HasNothingToDo(o => End(o, Released + TimeSpan.FromDays(61)));
        Assert.Equal(
            (2, PayoutState.Released, ScriptedSale.Usd("9.10")),
            (sale.Order.CurrentPayout!.Generation, sale.Order.CurrentPayout.State, sale.Order.CurrentPayout.Amount));
        Assert.Equal(ScriptedSale.Usd("0.00"), Balance(sale, Accounts.Reserve(ScriptedSale.SellerId)));
    }

    [Fact]
    public void End_WhileThePayoutStillWaits_JoinsIt()
    {
        var sale = ScriptedSale.Released(Terms).Did(o => End(o, Released + TimeSpan.FromDays(60)));
        Assert.Equal((1, ScriptedSale.Usd("91.02")), (sale.Order.CurrentPayout!.Generation, sale.Order.CurrentPayout.Amount));
    }

    [Fact]
    public void Refund_AfterThePayout_TakesTheReserveBeforeItIsADebt()
    {
        var sale = Paid().Did(Give("20.00"));
        // 20.00 less 1.00 of the platform's fee: 9.10 is in reserve, 9.90 is owed.
        Assert.Equal((ScriptedSale.Usd("0.00"), ScriptedSale.Usd("9.90")), (sale.Order.Reserved, sale.Order.Debt));
        sale.IsRefused("blocked", o => End(o, Released + TimeSpan.FromDays(60)));
        sale.Did(o => RefundTransitions.Submit(o, 1)).Did(o => RefundTransitions.Complete(o, 1, "R1", Released));
        sale.Did(o => End(o, Released + TimeSpan.FromDays(60)));
        Assert.Equal(1, sale.Order.CurrentPayout!.Generation);
    }

    [Fact]
    public void Refund_ThatFails_GivesTheReserveBack()
    {
        var sale = Paid().Did(Give("5.00"));
        Assert.Equal(ScriptedSale.Usd("4.35"), sale.Order.Reserved);
        sale.Did(o => RefundTransitions.Submit(o, 1)).Did(o => RefundTransitions.Fail(o, 1, "REFUSED", Released));
        Assert.Equal(ScriptedSale.Usd("9.10"), sale.Order.Reserved);
    }

    [Fact]
    public void Unmark_TakesTheReserveBackIntoTheHold()
    {
        var sale = ScriptedSale.Released(Terms).Did(o => ShipmentTransitions.Unmark(o, "shp-1", Released));
        Assert.Equal((ScriptedSale.Usd("91.02"), ScriptedSale.Usd("0.00")), (sale.Order.Held, sale.Order.Reserved));
        sale.Did(o => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-2", Released, "USPS 2")));
        sale.Now = Released + TimeSpan.FromHours(72);
        sale.Did(sale.Release);
        Assert.Equal((2, ScriptedSale.Usd("9.10")), (sale.Order.Reserve!.Generation, sale.Order.Reserved));
    }

    [Fact]
    public async Task EndReserve_CrashedAfterEachRequest_IsPaidOnceAndFoundByTheSweep()
    {
        for (var (requests, died) = (0, true); died; requests++)
        {
            died = false;
            await using var stores = await LocalStores.StartAsync();
            var (orders, sellers, due) = (
                OrderStores.Of(stores.Tables, stores.Queues, stores.Clock),
                new SellerStore(stores.Tables, stores.Clock),
                new DuePayouts(stores.Tables));
            await sellers.CreateAsync(SellerFacts.Active(ScriptedSale.SellerId, ScriptedSale.Start), Cancellation);
            var sale = Paid();
            Assert.True(await orders.CreateAsync(new OrderChange(sale.Order) { Ledger = sale.Ledger }, Cancellation));
            await stores.Clock.AdvanceAsync(Released + TimeSpan.FromDays(60) - stores.Clock.GetUtcNow(), Cancellation);

            var mortal = stores.DyingAfter(requests, () => died = true);
            try
            {
                await new EndReserve(
                    OrderStores.Of(mortal, stores.Queues, stores.Clock),
                    new SellerStore(mortal, stores.Clock),
                    stores.Clock
                ).RunAsync(ScriptedSale.OrderId, Cancellation);
            }
            catch (LocalStores.DeathException)
            {
                // The engine retries it.
            }

            Assert.Null((await new EndReserve(orders, sellers, stores.Clock).RunAsync(ScriptedSale.OrderId, Cancellation)).Until);
            var order = (await orders.GetAsync(ScriptedSale.OrderId, Cancellation)).Order;
            Assert.Equal((2, ScriptedSale.Usd("9.10")), (order.Payouts.Count, order.CurrentPayout!.Amount));
            Assert.Empty(LedgerInvariants.Broken(order, await orders.LedgerAsync(ScriptedSale.OrderId, Cancellation)));
            var entries = new List<int>();
            await foreach (var entry in due.ListAsync(stores.Clock.GetUtcNow(), Cancellation))
                entries.Add(entry.Generation);
            Assert.Contains(2, entries);
        }
    }

    [Fact]
    public async Task EndReserve_Blocked_LeavesNothingForTheSweepToLookAt()
    {
        await using var stores = await LocalStores.StartAsync();
        var (orders, due) = (OrderStores.Of(stores.Tables, stores.Queues, stores.Clock), new DuePayouts(stores.Tables));
        var sale = Paid();
        Assert.True(await orders.CreateAsync(new OrderChange(sale.Order) { Ledger = sale.Ledger }, Cancellation));
        await stores.Clock.AdvanceAsync(Released + TimeSpan.FromDays(60) - stores.Clock.GetUtcNow(), Cancellation);

        // There is no such seller, so nobody may be paid.
        var next = await new EndReserve(orders, new SellerStore(stores.Tables, stores.Clock), stores.Clock).RunAsync(
            ScriptedSale.OrderId,
            Cancellation);

        Assert.Equal(stores.Clock.GetUtcNow() + TimeSpan.FromHours(6), next.Until);
        await foreach (var entry in due.ListAsync(stores.Clock.GetUtcNow(), Cancellation))
            Assert.Fail($"{entry.OrderId} has an entry for generation {entry.Generation}.");
    }

    private static ScriptedSale Paid()
    {
        var sale = ScriptedSale.Released(Terms);
        return sale.Did(sale.Submit("bat-1")).Did(o => PayoutTransitions.Pay(o, 1, "ITEM", ScriptedSale.Usd("0.25"), sale.Now));
    }

    private static Decision End(Order order, DateTimeOffset now) =>
        ReserveTransitions.End(order, PayoutTransitions.Blocks(order, sellerIsActive: true), now);

    private static Func<Order, Decision> Give(string amount) =>
        order =>
            RefundDecisions.Give(
                order,
                RefundReason.Seller,
                new RefundRequest(ScriptedSale.Usd(amount)),
                new IdempotencyRecord("key", "request"),
                Released);

    private static Money Balance(ScriptedSale sale, string account) => Balances.Of(sale.Ledger)[account];
}
