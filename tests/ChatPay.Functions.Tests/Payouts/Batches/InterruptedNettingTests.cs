using ChatPay.Functions.Features.Payouts.Netting;
using ChatPay.Functions.Features.Statements;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale.Ledger;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Tests.Orders;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatPay.Functions.Tests.Payouts.Batches;

/// <summary>A debt uses up a payout, and the sweep that nets it dies: no later sweep meets that payout, yet the debt is paid.</summary>
public sealed class InterruptedNettingTests
{
    // PayPal's ids do without I and O.
    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZ";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sweep_ThatDiesAfterAnyRequest_LeavesNoTransferPendingAfterTheNight()
    {
        await using var bench = await PayoutBench.StartAsync();
        for (var requests = 1; ; requests++)
        {
            var receiver = $"SELLERMUGS2{Letters[requests / Letters.Length]}{Letters[requests % Letters.Length]}";
            var owes = Assert.Single(await bench.DueAsync(1, receiver));
            await bench.HoursAsync(2);
            // All of it, and the fee that PayPal keeps: more than one payout covers.
            await bench.App.Orders.ChangeAsync(
                owes,
                o => RefundDecisions.Adopt(o, "R1", ScriptedSale.Usd("100.00"), isCompleted: true, bench.Clock.GetUtcNow()),
                Cancellation);
            var debt = (await bench.OrderAsync(owes)).Debt;
            var pays = Assert.Single(await bench.DueAsync(1, receiver));
            Assert.Equal(ScriptedSale.Usd("95.00"), debt);

            var wire = bench.Sound(diesAfter: requests);
            var life = bench.SweepAsync(bench.Instance(wire));
            var survived = await Task.WhenAny(life, wire.Died) == life;
            if (survived)
                await life;
            await bench.HoursAsync(3);
            await NightAsync(bench);
            await bench.HoursAsync(1);

            var (owing, paying) = (await bench.OrderAsync(owes), await bench.OrderAsync(pays));
            Assert.Null(owing.PendingTransfer);
            Assert.Equal((debt - ScriptedSale.Usd("91.02"), owing.Debt), (owing.Debt, owing.OpenDebt));
            Assert.True(paying.CurrentPayout!.WasForNothing);
            var booked = new List<LedgerTransaction>();
            foreach (var id in new[] { owes, pays })
                booked.AddRange(await bench.App.Orders.LedgerAsync(id, Cancellation));
            Assert.Equal(0, Balances.Of(booked)[Accounts.Netting("sel-" + receiver)].MinorUnits);
            if (!survived)
                continue;
            Assert.True(requests > 10, $"The sweep came to its end after {requests} requests.");
            await bench.BooksAreRightAsync();
            return;
        }
    }

    private static Task NightAsync(PayoutBench bench)
    {
        var tables = bench.TablesOver(bench.Sound());
        var debts = new DebtIndex(tables);
        var forgotten = new FindForgottenDebts(
            new SellerOrderIndex(tables, bench.Clock),
            new MovementIndex(tables),
            debts,
            bench.App.Orders,
            tables,
            bench.Clock,
            NullLogger<FindForgottenDebts>.Instance);
        return new LimitDebts(
            debts,
            forgotten,
            new NetDebts(bench.App.Orders, debts, bench.Clock),
            bench.App.Orders,
            bench.App.Sellers,
            bench.App.Attention,
            Options.Create(new LossPolicy()),
            bench.Clock,
            NullLogger<LimitDebts>.Instance
        ).RunAsync(new TimerInfo(), Cancellation);
    }
}
