using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Complaints;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Sale.Sellers;

namespace ChatPay.Functions.Tests.Payouts.Batches;

/// <summary>A payout that is in a batch but not yet sent to the provider is held back by anything that blocks it meanwhile.</summary>
public sealed class HeldMeanwhileTests
{
    private const string OtherReceiver = "SELLERHATS234";
    private static readonly string Seller = "sel-" + PayoutBench.Receiver;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What can hold a payout back.</summary>
    public enum Hold { Restriction, OtherAccount, Complaint, RefundRequest, OperatorsBlock }

    [Theory]
    [InlineData(Hold.Restriction)]
    [InlineData(Hold.OtherAccount)]
    [InlineData(Hold.Complaint)]
    [InlineData(Hold.RefundRequest)]
    [InlineData(Hold.OperatorsBlock)]
    public async Task Batch_NotSentYetWhenAPayoutIsHeldBack_GoesOnWithoutIt(Hold hold)
    {
        await using var bench = await PayoutBench.StartAsync();
        var held = Assert.Single(await bench.DueAsync(1));
        var others = await bench.DueAsync(2, OtherReceiver);
        await bench.SweepAsync(OutOfReach(bench));
        Assert.False((await bench.BatchAsync(held)).Attempted);

        await HoldAsync(bench, held, hold);
        await bench.HoursAsync(2);
        Assert.Equal(PayoutState.Released, await bench.StateAsync(held));
        Assert.DoesNotContain(bench.PayPal.Payouts, p => p.SenderItemId == Payout.Key(held, 1));
        await bench.EachIsPaidOnceAsync(others);

        await LetGoAsync(bench, held, hold);
        await bench.HoursAsync(2);
        await bench.EachIsPaidOnceAsync([held, .. others]);
    }

    [Fact]
    public async Task Batch_NotSentYetWhenAllOfItIsHeldBack_IsNotSent()
    {
        await using var bench = await PayoutBench.StartAsync();
        var held = await bench.DueAsync(2);
        await bench.SweepAsync(OutOfReach(bench));

        await bench.App.Sellers.ChangeAsync(Seller, s => SellerTransitions.Restrict(s, "look", bench.Clock.GetUtcNow()), Cancellation);
        await bench.HoursAsync(2);
        Assert.Empty(bench.PayPal.PayoutBatches);
        Assert.Empty(await bench.OpenAsync());
        Assert.All(await bench.StatesAsync(held), s => Assert.Equal(PayoutState.Released, s));
        await bench.BooksAreRightAsync();
    }

    [Fact]
    public async Task Sweep_ThatDiesBeforeItAsksTheProvider_LeavesNobodyPaidWhoIsRestrictedThen()
    {
        await using var bench = await PayoutBench.StartAsync();
        var all = new List<string>();
        var held = 0;
        for (var requests = 1; ; requests++)
        {
            var due = await bench.DueAsync(2);
            all.AddRange(due);
            var wire = bench.Sound(diesAfter: requests);
            var life = bench.SweepAsync(bench.Instance(wire));
            if (await Task.WhenAny(life, wire.Died) == life)
                break;
            if (await MayHaveBeenAskedForAsync(bench, due))
            {
                await bench.HoursAsync(3);
                continue;
            }

            held++;
            await bench.App.Sellers.ChangeAsync(Seller, s => SellerTransitions.Restrict(s, "look", bench.Clock.GetUtcNow()), Cancellation);
            await bench.HoursAsync(2);
            Assert.True(bench.PayPal.Payouts.Count == all.Count - 2, $"After {requests} requests somebody who is restricted was paid.");
            await bench.BooksAreRightAsync();
            await bench.App.Sellers.ChangeAsync(Seller, s => SellerTransitions.LiftRestriction(s, bench.Clock.GetUtcNow()), Cancellation);
            await bench.HoursAsync(3);
        }

        Assert.True(held > 10, $"The provider was asked after {held} requests.");
        await bench.HoursAsync(3);
        await bench.EachIsPaidOnceAsync(all);
    }

    private static async Task<bool> MayHaveBeenAskedForAsync(PayoutBench bench, IReadOnlyList<string> orders)
    {
        foreach (var id in orders)
        {
            if ((await bench.OrderAsync(id)).CurrentPayout is { State: not PayoutState.Released } && (await bench.BatchAsync(id)).Attempted)
                return true;
        }

        return false;
    }

    private static PayoutInstance OutOfReach(PayoutBench bench) => bench.Instance((request, pass) => Wire.IsNewBatch(request)
        ? throw new HttpRequestException(HttpRequestError.ConnectionError, "refused")
        : pass());

    private static async Task HoldAsync(PayoutBench bench, string order, Hold hold)
    {
        var now = bench.Clock.GetUtcNow();
        switch (hold)
        {
            case Hold.Restriction:
                await bench.App.Sellers.ChangeAsync(Seller, s => SellerTransitions.Restrict(s, "look", now), Cancellation);
                break;
            case Hold.OtherAccount:
                await bench.App.Sellers.ChangeAsync(
                    Seller,
                    s => SellerTransitions.SetReceiver(s, "SELLERCUPS234", now, TimeSpan.FromHours(72)),
                    Cancellation);
                break;
            case Hold.Complaint:
                await bench.App.Orders.ChangeAsync(
                    order,
                    o => ComplaintTransitions.File(o, "broken", new IdempotencyRecord("k", "r"), now),
                    Cancellation);
                break;
            case Hold.RefundRequest:
                await bench.App.Orders.ChangeAsync(
                    order,
                    o => RefundDecisions.Request(o, new RefundRequest(All: true), new IdempotencyRecord("k", "r"), now),
                    Cancellation);
                break;
            default:
                await bench.App.Orders.ChangeAsync(order, o => PayoutTransitions.Block(o, "look"), Cancellation);
                break;
        }
    }

    private static async Task LetGoAsync(PayoutBench bench, string order, Hold hold)
    {
        var now = bench.Clock.GetUtcNow();
        switch (hold)
        {
            case Hold.Restriction:
                await bench.App.Sellers.ChangeAsync(Seller, s => SellerTransitions.LiftRestriction(s, now), Cancellation);
                break;
            case Hold.OtherAccount:
                await bench.App.Sellers.ChangeAsync(Seller, s => SellerTransitions.Verify(s, now), Cancellation);
                await bench.PassAsync(TimeSpan.FromHours(72));
                break;
            case Hold.Complaint:
                await bench.App.Orders.ChangeAsync(order, o => ComplaintTransitions.Withdraw(o, 1, now), Cancellation);
                break;
            case Hold.RefundRequest:
                await bench.App.Orders.ChangeAsync(order, o => RefundDecisions.Deny(o, 1, "no"), Cancellation);
                break;
            default:
                await bench.App.Orders.ChangeAsync(order, PayoutTransitions.Unblock, Cancellation);
                break;
        }
    }
}
