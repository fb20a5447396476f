using ChatPay.Functions.Features.Statements;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Ledger;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Sale.Requests;
using ChatPay.Functions.Tests.Orders;
using ChatPay.Functions.Tests.Payments;
using CsCheck;

namespace ChatPay.Functions.Tests.Ledger;

/// <summary>A seller's balance, statement and tax summary match the ledger, at every moment and from every start date.</summary>
public sealed class SellerBooksTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Statement_OfAnyPeriod_AddsUpToTheBalance() =>
        Gen.Select(Gen.Int[0, 6].Array[1, 6], Gen.Int[0, 12], Gen.Int[0, 12]).Sample((fates, first, days) =>
        {
            var sales = fates.Select(Live).ToList();
            var (from, to) = (ScriptedSale.Start.AddDays(first), ScriptedSale.Start.AddDays(first + days));
            var balance = SellerBalance.Of([.. sales.Select(s => s.Order)], "USD");
            var now = balance.Held + balance.Payable - balance.Debt;
            var lines = sales.SelectMany(s => s.Ledger).Select(LineOf).ToList();
            var statement = Statement.Of(from, to, now, [.. lines.Where(l => l.At >= from)]);

            Assert.Equal(Sum(lines.Where(l => l.At < from)), statement.Opening);
            Assert.Equal(Sum(lines.Where(l => l.At < to)), statement.Closing);
            Assert.Equal(statement.Closing, statement.Opening + Sum(statement.Lines));
            Assert.Equal(Sum(lines), now);
        });

    [Fact]
    public void TaxSummary_CountsWhatWasPaidAndWhatWentBackInTheirMonths()
    {
        var summary = TaxSummary.Of(2026, [.. Enumerable.Range(0, 7).Select(fate => Live(fate).Order), Late().Order], "USD");
        Assert.Equal(
            // 8.98 each, less 5 % of what went back.
            (7, ScriptedSale.Usd("700.00"), ScriptedSale.Usd("52.86")),
            (summary.Total.Count, summary.Total.Gross, summary.Total.Fees));
        // 20.00 in the hold, 30.00 after the payout, 100.00 not shipped, 50.00 by a case.
        Assert.Equal(ScriptedSale.Usd("200.00"), summary.Total.Returned);
        Assert.Equal(summary.Total.Gross, summary.Months[2].Gross);
        Assert.All(summary.Months.Where(m => m.Month != 3), m => Assert.Equal(0, m.Count));
    }

    /// <summary>The platform's fee on what went back was once reported as borne, and what PayPal charges for a lost dispute was
    /// not.</summary>
    [Fact]
    public void TaxSummary_OfSettledSales_LeavesWhatTheSellerHas() => RandomSalesTests.Sales.Sample(
        situation =>
        {
            var order = RandomSalesTests.Walk(situation).Order;
            if (order.Capture is not { Late: false } || order.OpenDispute is not null || order.Refunds.Any(r => r.IsUnderWay))
                return;
            var years = Enumerable.Range(2026, 3).Select(year => TaxSummary.Of(year, [order], "USD").Total).ToList();
            // What was paid of its debts, or written off, is the same money again.
            var zero = ScriptedSale.Usd("0.00");
            var settled = order.Transfers.Where(t => t is { Side: TransferSide.Owes, State: TransferState.Done })
                .Aggregate(order.WrittenOff ?? zero, (sum, t) => sum + t.Amount);
            Assert.Equal(
                order.Net + order.KeptForDebts - order.Debt - settled,
                years.Aggregate(zero, (sum, y) => sum + y.Gross - y.Fees - y.Returned));
        },
        iter: 500);

    /// <summary>A fee is borne when the dispute is decided, and returned when the money goes back.</summary>
    [Theory]
    [InlineData(true, "15.00")]
    [InlineData(false, "0.00")]
    public void TaxSummary_OfALostDispute_HasItsFeeInItsMonth(bool bearsIt, string borne)
    {
        var lost = new ProviderDispute(
            "PP-D-1", ScriptedSale.Start, "RESOLVED", ScriptedSale.Usd("100.00"), ScriptedSale.Usd("100.00"), ScriptedSale.Usd("15.00"))
        {
            Outcome = "RESOLVED_BUYER_FAVOUR",
        };
        var sale = ScriptedSale.PaidOut(ScriptedSale.ExampleTerms with { SellerBearsCaseFees = bearsIt })
            .Did(o => DisputeTransitions.Observe(o, lost, ScriptedSale.Start.AddMonths(1)));
        var months = TaxSummary.Of(2026, [sale.Order], "USD").Months;
        Assert.Equal(
            (ScriptedSale.Usd("8.98"), ScriptedSale.Usd(borne) - ScriptedSale.Usd("5.00")), (months[2].Fees, months[3].Fees));
    }

    [Fact]
    public async Task Balance_AndStatement_AreReadFromWhatIsStored_AndCostWhatIsOpen()
    {
        await using var stores = await LocalStores.StartAsync();
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        for (var fate = 0; fate < 8; fate++)
        {
            var (sale, id) = (Live(fate), "ord-" + fate);
            await orders.CreateAsync(new OrderChange(sale.Order with { Id = id }) { Ledger = sale.Ledger }, Cancellation);
        }

        await stores.Clock.AdvanceAsync(TimeSpan.FromDays(30), Cancellation);
        var hints = new SellerOrderIndex(stores.Tables, stores.Clock);
        var reader = new StatementReader(hints, orders, stores.Clock);
        var balance = await reader.BalanceAsync(ScriptedSale.SellerId, "USD", Cancellation);
        var statement = await reader.StatementAsync(
            ScriptedSale.SellerId,
            "USD",
            ScriptedSale.Start.AddDays(-1),
            ScriptedSale.Start.AddDays(29),
            Cancellation);
        Assert.Equal((ScriptedSale.Usd("0.00"), balance.Held + balance.Payable - balance.Debt), (statement.Opening, statement.Closing));
        Assert.Equal(Sum(Enumerable.Range(0, 8).SelectMany(f => Live(f).Ledger).Select(LineOf)), statement.Closing);

        // Of eight orders one is paid out and owes nothing: it is not among the open ones, and was read for the statement only.
        Assert.Equal(7, balance.Orders);
        Assert.Equal(7, (await hints.OpenAsync(ScriptedSale.SellerId, Cancellation)).Count);
        Assert.Equal(8, (await BookedAsync(100)).Count);
        Assert.Equal(3, (await BookedAsync(3)).Count);

        // One more order ends: the next reader removes it, and it is not read again.
        await orders.ChangeAsync(
            "ord-2",
            o => PayoutTransitions.Pay(o, 1, "ITEM1", ScriptedSale.Usd("0.25"), stores.Clock.GetUtcNow()),
            Cancellation);
        await stores.Clock.AdvanceAsync(TimeSpan.FromHours(2), Cancellation);
        await reader.BalanceAsync(ScriptedSale.SellerId, "USD", Cancellation);
        Assert.Equal(6, (await hints.OpenAsync(ScriptedSale.SellerId, Cancellation)).Count);

        Task<IReadOnlyList<string>> BookedAsync(int most) =>
            hints.BetweenAsync(ScriptedSale.SellerId, ScriptedSale.Start, stores.Clock.GetUtcNow(), most, Cancellation);
    }

    [Fact]
    public async Task Books_OfASellerWhoSoldInAnotherCurrencyBefore_SumOneAtATime()
    {
        await using var stores = await LocalStores.StartAsync();
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        foreach (var (id, sale) in new[] { ("ord-1", ScriptedSale.Released()), ("ord-2", ScriptedSale.Released()) })
            await orders.CreateAsync(new OrderChange(sale.Order with { Id = id }) { Ledger = sale.Ledger }, Cancellation);
        var reader = new StatementReader(new SellerOrderIndex(stores.Tables, stores.Clock), orders, stores.Clock);
        var (from, to) = (ScriptedSale.Start.AddDays(-1), ScriptedSale.Start.AddDays(29));

        Assert.Equal(Money.Zero("EUR"), (await reader.BalanceAsync(ScriptedSale.SellerId, "EUR", Cancellation)).Payable);
        Assert.Empty((await reader.StatementAsync(ScriptedSale.SellerId, "EUR", from, to, Cancellation)).Lines);
        var before = await reader.BalanceAsync(ScriptedSale.SellerId, "USD", Cancellation);
        Assert.Equal((2, ScriptedSale.Usd("182.04")), (before.Orders, before.Payable));
        var statement = await reader.StatementAsync(ScriptedSale.SellerId, "USD", from, to, Cancellation);
        Assert.Equal(ScriptedSale.Usd("182.04"), statement.Closing);
        var all = await reader.OrdersSinceAsync(ScriptedSale.SellerId, from, Cancellation);
        Assert.Equal((0, 2), (TaxSummary.Of(2026, all, "EUR").Total.Count, TaxSummary.Of(2026, all, "USD").Total.Count));
        // Identity data is needed for those in every currency.
        Assert.Equal(2, (await reader.OpenAsync(ScriptedSale.SellerId, Cancellation)).Count);
    }

    /// <summary>Nothing is booked on the seller's accounts when a refund completes, yet it counts in that month.</summary>
    [Fact]
    public async Task TaxSummary_OfARefundThatCompletesInTheNextYear_HasItThere()
    {
        await using var stores = await LocalStores.StartAsync();
        var (orders, id) = (OrderStores.Of(stores.Tables, stores.Queues, stores.Clock), ScriptedSale.OrderId);
        var sale = ScriptedSale.PaidOut();
        await orders.CreateAsync(new OrderChange(sale.Order) { Ledger = sale.Ledger }, Cancellation);

        await UntilAsync(stores, new DateTimeOffset(2026, 12, 31, 23, 0, 0, TimeSpan.Zero));
        await ChangeAsync(o => RefundDecisions.Give(
            o, RefundReason.Seller, new RefundRequest(ScriptedSale.Usd("20.00")), new("k", "r"), stores.Clock.GetUtcNow()));
        await ChangeAsync(o => RefundTransitions.Submit(o, 1));
        await stores.Clock.AdvanceAsync(TimeSpan.FromHours(2), Cancellation);
        await ChangeAsync(o => RefundTransitions.Complete(o, 1, "R", stores.Clock.GetUtcNow()));

        var read = await Reader(stores, orders).OrdersBetweenAsync(
            ScriptedSale.SellerId,
            new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero),
            new DateTimeOffset(2027, 12, 31, 0, 0, 0, TimeSpan.Zero),
            Cancellation);
        Assert.Equal(ScriptedSale.Usd("20.00"), TaxSummary.Of(2027, read, "USD").Months[0].Returned);

        async Task ChangeAsync(Func<Order, Decision> decide) =>
            Assert.True((await orders.ChangeAsync(id, decide, Cancellation)).Changed);
    }

    /// <summary>Nothing is booked on the seller's accounts when a payout is paid, yet it counts in that week.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PayoutWeeks_OfAPayoutThatIsPaidInTheNextMonth_HaveItThere(bool wasWithheld)
    {
        await using var stores = await LocalStores.StartAsync();
        var (orders, id) = (OrderStores.Of(stores.Tables, stores.Queues, stores.Clock), ScriptedSale.OrderId);
        var sale = ScriptedSale.Submitted();
        if (wasWithheld)
            sale.Did(o => PayoutTransitions.Withhold(o, 1, "ITEM1", ScriptedSale.Usd("0.25"), "UNCLAIMED", sale.Now));
        await orders.CreateAsync(new OrderChange(sale.Order) { Ledger = sale.Ledger }, Cancellation);

        // June begins with a Monday.
        var monday = new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
        await UntilAsync(stores, monday.AddHours(1));
        await orders.ChangeAsync(
            id, o => PayoutTransitions.Pay(o, 1, "ITEM1", ScriptedSale.Usd("0.25"), stores.Clock.GetUtcNow()), Cancellation);

        var read = await Reader(stores, orders).OrdersSinceAsync(ScriptedSale.SellerId, monday, Cancellation);
        Assert.Equal(ScriptedSale.Usd("91.02"), Assert.Single(ListMyPayoutWeeks.Of(read, monday, 1, "USD")).Amount);
    }

    /// <summary>An order of an earlier version, which noted fewer months, is entered by its next change.</summary>
    [Fact]
    public async Task Months_ThatAnEarlierVersionDidNotNote_AreEnteredByTheNextChange()
    {
        await using var stores = await LocalStores.StartAsync();
        var orders = OrderStores.Of(stores.Tables, stores.Queues, stores.Clock);
        var order = ScriptedSale.PaidOut().Order with { BookedMonths = ["202603"] };
        var paidAt = new DateTimeOffset(2026, 4, 2, 0, 0, 0, TimeSpan.Zero);
        order = order.With(order.CurrentPayout! with { PaidAt = paidAt });
        await stores.Tables.Orders.AddEntityAsync(Documents.ToRow(order.Id, OrderRows.State, order), Cancellation);
        await UntilAsync(stores, paidAt);
        Assert.Empty(await Reader(stores, orders).OrdersSinceAsync(ScriptedSale.SellerId, paidAt, Cancellation));

        await orders.ChangeAsync(order.Id, o => new OrderChange(o with { BlockReason = "Look." }), Cancellation);
        Assert.Single(await Reader(stores, orders).OrdersSinceAsync(ScriptedSale.SellerId, paidAt, Cancellation));
        Assert.Equal(["202603", "202604"], (await orders.GetAsync(order.Id, Cancellation)).Order.BookedMonths);
    }

    [Theory]
    [InlineData("hold released", "hold released")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"no\"", "\"say \"\"no\"\"\"")]
    [InlineData("", "")]
    public void Csv_Field_IsQuotedAndNoFormula(string value, string field) => Assert.Equal(field, StatementCsv.Field(value));

    [Fact]
    public void Csv_HasOpeningLinesAndClosing()
    {
        var sale = Live(0);
        var statement = Statement.Of(
            ScriptedSale.Start,
            ScriptedSale.Start.AddDays(1),
            Sum(sale.Ledger.Select(LineOf)),
            [.. sale.Ledger.Select(LineOf).Where(l => l.Amount.MinorUnits != 0)]);
        Assert.Equal(
            [
                "time,order,what,amount,balance,currency",
                "2026-03-01T12:00:00Z,,opening balance,,0.00,USD",
                "2026-03-01T12:00:00Z,ord-1,capture completed,100.00,100.00,USD",
                "2026-03-01T12:00:00Z,ord-1,fees of the capture,-8.98,91.02,USD",
                "2026-03-02T12:00:00Z,,closing balance,,91.02,USD",
                "",
            ],
            StatementCsv.Of(statement).Split("\r\n"));
    }

    /// <summary>A sale with one of several outcomes.</summary>
    private static ScriptedSale Live(int fate) =>
        fate switch
        {
            0 => ScriptedSale.Paid(),
            1 => ScriptedSale.Released(),
            2 => ScriptedSale.Submitted(),
            3 => Refunded(ScriptedSale.Shipped(), "20.00"),
            4 => Refunded(ScriptedSale.PaidOut(), "30.00"),
            5 => Refunded(ScriptedSale.Paid(), "100.00"),
            7 => ScriptedSale.PaidOut(),
            _ => ScriptedSale
                .Shipped()
                .Did(o =>
                    DisputeTransitions.Observe(
                        o,
                        new ProviderDispute(
                            "PP",
                            ScriptedSale.Start,
                            "RESOLVED",
                            ScriptedSale.Usd("50.00"),
                            ScriptedSale.Usd("50.00"),
                            ScriptedSale.Usd("0.00")),
                        ScriptedSale.Start)),
        };

    private static ScriptedSale Late() =>
        ScriptedSale.Pending().Did(RequestTransitions.Cancel).Did(o => CheckoutTransitions.RecordCapture(o, ScriptedSale.Captured()));

    private static ScriptedSale Refunded(ScriptedSale sale, string amount) =>
        sale.Did(o =>
                RefundDecisions.Give(
                    o,
                    RefundReason.Seller,
                    new RefundRequest(ScriptedSale.Usd(amount)),
                    new IdempotencyRecord("k", "r"),
                    sale.Now.AddDays(1)))
            .Did(o => RefundTransitions.Submit(o, 1))
            .Did(o => RefundTransitions.Complete(o, 1, "R", sale.Now.AddDays(1)));

    private static StatementReader Reader(LocalStores stores, OrderStore orders) =>
        new(new SellerOrderIndex(stores.Tables, stores.Clock), orders, stores.Clock);

    private static Task UntilAsync(LocalStores stores, DateTimeOffset time) =>
        stores.Clock.AdvanceAsync(time - stores.Clock.GetUtcNow(), Cancellation);

    private static StatementLine LineOf(LedgerTransaction t) =>
        new(
            t.At,
            ScriptedSale.OrderId,
            t.Id,
            t.What,
            t.Postings.Where(p => p.Account.StartsWith($"seller:{ScriptedSale.SellerId}:", StringComparison.Ordinal))
                .Aggregate(ScriptedSale.Usd("0.00"), (sum, p) => sum - p.Amount));

    private static Money Sum(IEnumerable<StatementLine> lines) => lines.Aggregate(ScriptedSale.Usd("0.00"), (sum, l) => sum + l.Amount);
}
