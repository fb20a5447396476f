using ChatPay.Functions.Features.Payouts.Netting;
using ChatPay.Functions.Features.Statements;
using ChatPay.Functions.Platform.Auth;
using ChatPay.Functions.Platform.Orders.Views;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Ledger;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Tests.Orders;
using ChatPay.Functions.Tests.Payments;
using CsCheck;

namespace ChatPay.Functions.Tests.Payouts;

/// <summary>A debt of one order is paid from the payout of another: row 10 of the design's example, whatever comes in between.</summary>
public sealed class NettingTests
{
    private const string Debt = "seller:sel-1:debt";
    private const string Netting = "seller:sel-1:netting";
    private const string Payable = "seller:sel-1:payable";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Debt_FromAnotherPayout_BooksRow10()
    {
        var (owes, pays) = (Owing(), ScriptedSale.Released());
        owes.Did(o => NettingTransitions.Reserve(o, "ord-2", pays.Order.CurrentPayout!.Amount, owes.Now))
            .HasNothingToDo(o => NettingTransitions.Reserve(o, "ord-3", ScriptedSale.Usd("50.00"), owes.Now));
        var transfer = owes.Order.PendingTransfer!;
        pays.Did(o => NettingTransitions.Pay(o, ScriptedSale.OrderId, transfer, pays.Now))
            .HasNothingToDo(o => NettingTransitions.Pay(o, ScriptedSale.OrderId, transfer, pays.Now));
        owes.Did(o => NettingTransitions.Follow(o, transfer.Id, isPaid: true, owes.Now))
            .HasNothingToDo(o => NettingTransitions.Follow(o, transfer.Id, isPaid: true, owes.Now));

        Booked(pays, "ord-1-netting-1-paid", (Payable, "19.00"), (Netting, "-19.00"));
        Booked(owes, "ord-1-netting-1-received", (Netting, "19.00"), (Debt, "-19.00"));
        Assert.Equal((ScriptedSale.Usd("72.02"), ScriptedSale.Usd("0.00")), (pays.Order.CurrentPayout!.Amount, owes.Order.Debt));
        pays.Did(pays.Submit("bat-1"));
    }

    [Fact]
    public void Debt_OfARefundThatMayStillFail_IsNotNetted()
    {
        var owes = ScriptedSale
            .PaidOut()
            .Did(o =>
                RefundDecisions.Give(
                    o,
                    RefundReason.Seller,
                    new RefundRequest(ScriptedSale.Usd("20.00")),
                    new("k", "r"),
                    ScriptedSale.Start));
        owes.HasNothingToDo(o => NettingTransitions.Reserve(o, "ord-2", ScriptedSale.Usd("50.00"), owes.Now));
    }

    [Fact]
    public void Payout_ThatIsOnItsWay_PaysNothingNowOrLater()
    {
        var (owes, pays) = (Owing(), ScriptedSale.Submitted());
        owes.Did(o => NettingTransitions.Reserve(o, "ord-2", ScriptedSale.Usd("91.02"), owes.Now));
        var transfer = owes.Order.PendingTransfer!;
        pays.Did(o => NettingTransitions.Pay(o, ScriptedSale.OrderId, transfer, pays.Now));
        owes.Did(o => NettingTransitions.Follow(o, transfer.Id, isPaid: false, owes.Now));
        Assert.Equal(ScriptedSale.Usd("19.00"), owes.Order.OpenDebt);

        // The batch is denied and the money payable again: a slow worker with the old transfer takes nothing.
        pays.Did(o => PayoutTransitions.Fail(o, 1, "BATCH_DENIED", retryable: true, pays.Now))
            .HasNothingToDo(o => NettingTransitions.Pay(o, ScriptedSale.OrderId, transfer, pays.Now));
    }

    [Fact]
    public void Payout_SmallerThanTheDebt_EndsWithNothing()
    {
        var owes = ScriptedSale
            .PaidOut()
            .Did(o => RefundDecisions.Give(o, RefundReason.Seller, new RefundRequest(), new("k", "r"), ScriptedSale.Start));
        owes.Did(o => RefundTransitions.Submit(o, 1)).Did(o => RefundTransitions.Complete(o, 1, "R", owes.Now));
        var pays = ScriptedSale.Released();
        owes.Did(o => NettingTransitions.Reserve(o, "ord-2", pays.Order.CurrentPayout!.Amount, owes.Now));
        pays.Did(o => NettingTransitions.Pay(o, ScriptedSale.OrderId, owes.Order.PendingTransfer!, pays.Now));
        Assert.Equal((PayoutState.NothingDue, OrderStage.PaidOut), (pays.Order.CurrentPayout!.State, OrderProgress.Of(pays.Order).Stage));
        // The order has ended, and the seller sees where the money went; the buyer does not.
        Assert.Equal((OrderStatus.Settled, OrderStatus.Shipped), (OrderStatuses.ForSeller(pays.Order), OrderStatuses.Of(pays.Order)));
        Assert.Equal(
            "Your whole payout for this order, 91.02 USD, was deducted for what you owed: nothing is left to pay out.",
            OrderSentences.ToSeller(pays.Order));
        Assert.Equal("You have paid 100.00 USD, and the order has been shipped.", OrderSentences.ToBuyer(pays.Order));
        Assert.Equal(
            "91.02 USD was deducted for what you owed: nothing is left to pay out.",
            PayoutLine.Of(pays.Order, pays.Order.CurrentPayout).NextStep);
        var seller = OrderView.For(pays.Order, new Caller("operator", new HashSet<Role> { Role.Operator }), pays.Now);
        Assert.Equal(
            (OrderStatus.Settled, ScriptedSale.Usd("0.00"), ScriptedSale.Usd("91.02")),
            (seller.Status, seller.Payout!.Amount, seller.Payout.KeptForDebts));
        owes.Did(o => NettingTransitions.Follow(o, o.PendingTransfer!.Id, isPaid: true, owes.Now));
        Assert.Equal(ScriptedSale.Usd("3.98"), owes.Order.OpenDebt);
        // The statement lists the sale and the refund, and adds up to the remaining debt, with or without the transfer in between.
        var booked = owes
            .Ledger.Concat(pays.Ledger)
            .Select(t => SellerAccounts.Change(t, ScriptedSale.SellerId, "USD"))
            .Aggregate((a, b) => a + b);
        Assert.Equal(-ScriptedSale.Usd("3.98"), booked);
    }

    /// <summary>The reserve pays a debt after the payout: the seller still sees the order as paid out.</summary>
    [Fact]
    public void Reserve_KeptForADebt_LeavesTheOrderPaidOut()
    {
        var sale = ScriptedSale.PaidOut(ScriptedSale.ExampleTerms with { ReserveBasisPoints = 1_000 });
        sale.Now += sale.Order.Terms.ReserveFor;
        sale.Did(o => ReserveTransitions.End(o, new HashSet<PayoutBlock>(), sale.Now));
        var debt = new Transfer(
            "ord-2-netting-1",
            TransferSide.Owes,
            ScriptedSale.OrderId,
            sale.Order.CurrentPayout!.Amount,
            TransferState.Pending,
            sale.Now);
        sale.Did(o => NettingTransitions.Pay(o, "ord-2", debt, sale.Now));
        Assert.Equal((OrderStatus.PaidOut, OrderStage.PaidOut), (OrderStatuses.ForSeller(sale.Order), OrderProgress.Of(sale.Order).Stage));
    }

    [Fact]
    public void OwnDebt_IsPaidFromTheOwnPayout()
    {
        var sale = Owing().Did(o => PayoutTransitions.Return(o, 1, "ITEM1", ScriptedSale.Usd("0.25"), "RETURNED", ScriptedSale.Start));
        sale.Did(o => NettingTransitions.PayOwn(o, sale.Now)).HasNothingToDo(o => NettingTransitions.PayOwn(o, sale.Now));
        Assert.Equal((ScriptedSale.Usd("72.02"), ScriptedSale.Usd("0.00")), (sale.Order.CurrentPayout!.Amount, sale.Order.Debt));
    }

    [Fact]
    public void WriteOff_WithoutADebt_IsRefused() =>
        ScriptedSale.PaidOut().IsRefused("no-debt", o => NettingTransitions.WriteOff(o, "bankrupt", ScriptedSale.Start));

    [Fact]
    public void WrittenOff_IsThePlatformsLoss()
    {
        var sale = Owing()
            .Did(o => NettingTransitions.WriteOff(o, "bankrupt", ScriptedSale.Start))
            .HasNothingToDo(o => NettingTransitions.WriteOff(o, "again", ScriptedSale.Start));
        Booked(sale, "ord-1-writeoff-1", ("costs:losses", "19.00"), (Debt, "-19.00"));
    }

    [Fact]
    public void ManyOrders_WhateverIsInterrupted_NettingSumsToZeroAndNobodyGains() =>
        Gen.Select(Gen.Select(Gen.Long[1_00, 200_00], Gen.Int[0, 4]).Array[2, 5], Gen.Int[0, 9].Array[0, 60]).Sample((orders, choices) =>
        {
            // Every other order has a debt; the netting steps run in any order, and some never run.
            var sales = orders.Select((o, i) => i % 2 == 0 ? Owing(o.Item1) : Released(o.Item1)).ToList();
            var owed = sales.Sum(s => s.Order.Debt.MinorUnits);
            var payable = sales.Sum(PayableOf);
            for (var i = 0; i + 1 < choices.Length; i += 2)
                Step(sales, choices[i], choices[i + 1]);
            foreach (var sale in sales)
                Finish(sales, sale);

            var netted = owed - sales.Sum(s => s.Order.Debt.MinorUnits);
            Assert.Equal(netted, payable - sales.Sum(PayableOf));
            Assert.Equal(0, sales.Sum(s => Balances.Of(s.Ledger).GetValueOrDefault(Netting, ScriptedSale.Usd("0.00")).MinorUnits));
            Assert.All(sales, s => Assert.True(s.Order.Debt.MinorUnits >= 0));
        });

    [Fact]
    public async Task Sweep_InterruptedAtAnyRequest_NetsOnce()
    {
        for (var requests = 0; ; requests++)
        {
            await using var stores = await LocalStores.StartAsync();
            var died = false;
            var (owes, pays) = await StoreAsync(stores);
            try
            {
                await NetAsync(stores.DyingAfter(requests, () => died = true), stores, pays);
            }
            catch (Exception) when (died)
            {
                // The next sweep.
            }

            await NetAsync(stores.Tables, stores, pays);
            var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
            Assert.Equal(ScriptedSale.Usd("0.00"), (await orders.GetAsync(owes, Cancellation)).Order.Debt);
            Assert.Equal(ScriptedSale.Usd("72.02"), (await orders.GetAsync(pays, Cancellation)).Order.CurrentPayout!.Amount);
            if (!died)
            {
                Assert.True(requests > 5, "Nothing was interrupted.");
                return;
            }
        }
    }

    private static async Task NetAsync(ChatPayTables tables, LocalStores stores, string pays)
    {
        var orders = OrderStores.Of(tables, stores.Queues, stores.Clock);
        await new NetDebts(orders, new DebtIndex(tables), stores.Clock).RunAsync(
            (await orders.GetAsync(pays, Cancellation)).Order,
            [],
            Cancellation);
    }

    private static async Task<(string Owes, string Pays)> StoreAsync(LocalStores stores)
    {
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        var (owes, pays) = (Owing(), ScriptedSale.Released());
        await orders.CreateAsync(new OrderChange(owes.Order) { Ledger = [.. owes.Ledger] }, Cancellation);
        await orders.CreateAsync(new OrderChange(pays.Order with { Id = "ord-2" }), Cancellation);
        return (ScriptedSale.OrderId, "ord-2");
    }

    private static void Step(List<ScriptedSale> sales, int which, int with)
    {
        var (owes, pays) = (sales[which % sales.Count], sales[with % sales.Count]);
        if (owes.Order.PendingTransfer is not null && which % 3 == 0)
            Finish(sales, owes);
        else if (owes.Order.PendingTransfer is { } pending)
            Other(sales, pending)
                .Do(o =>
                    NettingTransitions.Pay(
                        o,
                        sales.IndexOf(owes).ToString(System.Globalization.CultureInfo.InvariantCulture),
                        pending with
                        {
                            Id = Own(sales, owes, pending),
                        },
                        owes.Now));
        else if (pays != owes && PayableOf(pays) > 0)
            owes.Do(o =>
                NettingTransitions.Reserve(
                    o,
                    sales.IndexOf(pays).ToString(System.Globalization.CultureInfo.InvariantCulture),
                    pays.Order.CurrentPayout!.Amount,
                    owes.Now));
    }

    private static void Finish(List<ScriptedSale> sales, ScriptedSale owes)
    {
        if (owes.Order.PendingTransfer is not { } pending)
            return;
        var pays = Other(sales, pending);
        var own = Own(sales, owes, pending);
        pays.Do(o => NettingTransitions.Pay(o, "", pending with { Id = own }, owes.Now));
        owes.Do(o =>
            NettingTransitions.Follow(o, pending.Id, pays.Order.Transfers.Single(t => t.Id == own).State == TransferState.Done, owes.Now));
    }

    // All sales in memory have the same id, so the transfer's id also contains the order's index.
    private static string Own(List<ScriptedSale> sales, ScriptedSale owes, Transfer transfer) => $"{sales.IndexOf(owes)}-{transfer.Id}";

    private static ScriptedSale Other(List<ScriptedSale> sales, Transfer pending) =>
        sales[int.Parse(pending.OtherOrderId, System.Globalization.CultureInfo.InvariantCulture)];

    private static long PayableOf(ScriptedSale sale) =>
        sale.Order.CurrentPayout is { IsPayable: true } payout ? payout.Amount.MinorUnits : 0;

    private static ScriptedSale Owing(long refunded = 20_00)
    {
        var sale = ScriptedSale
            .PaidOut()
            .Did(o =>
                RefundDecisions.Give(
                    o,
                    RefundReason.Seller,
                    new RefundRequest(new Money(Math.Min(refunded, 100_00), "USD")),
                    new("k", "r"),
                    ScriptedSale.Start));
        return sale.Did(o => RefundTransitions.Submit(o, 1)).Did(o => RefundTransitions.Complete(o, 1, "R", sale.Now));
    }

    private static ScriptedSale Released(long refunded)
    {
        var sale = ScriptedSale.Released();
        return refunded >= 90_00
            ? sale
            : sale.Did(o => RefundDecisions.Adopt(o, "R", new Money(refunded, "USD"), isCompleted: true, sale.Now));
    }

    private static void Booked(ScriptedSale sale, string id, params (string Account, string Amount)[] postings) =>
        Assert.Equal(
            postings.Select(p => new Posting(p.Account, ScriptedSale.Usd(p.Amount))),
            Assert.Single(sale.Ledger, t => t.Id == id).Postings);
}
