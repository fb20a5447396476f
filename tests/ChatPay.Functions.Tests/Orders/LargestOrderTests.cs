using System.Net;
using ChatPay.Functions.Features.Refunds;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Complaints;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Tests.Payments;

namespace ChatPay.Functions.Tests.Orders;

/// <summary>An order that has grown to each of its limits fits its row, so that its deadline can still be kept.</summary>
public sealed class LargestOrderTests
{
    private const int Lines = 100;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // The longest encoding: each character is escaped.
    private static readonly string Note = new('"', 500);
    private static readonly Money Large = ScriptedSale.Usd("10000.00");

    [Fact]
    public void Order_AtEachOfItsLimits_FitsAndIsRefundedAtItsDeadline()
    {
        var order = ScriptedSale.Paid(lines: Lines).Order;
        order = order with { Lines = [.. order.Lines.Select(l => l with { Description = new string('"', 127) })] };
        var every = Enumerable.Range(0, Lines).ToList();
        order = order with
        {
            Checkouts =
            [
                .. Enumerable
                    .Range(1, 50)
                    .Select(k => new Checkout(k, CheckoutState.Failed, ScriptedSale.Start)
                    {
                        ProviderOrderId = new string('9', 36),
                        ApproveUrl = new string('u', 300),
                        ApprovedAt = ScriptedSale.Start,
                        Failure = new string('F', 100),
                    }),
            ],
            Refunds =
            [
                .. Enumerable
                    .Range(1, 70)
                    .Select(n => new Refund(n, RefundState.Denied, RefundReason.Buyer, ScriptedSale.Usd("100.00"), ScriptedSale.Start)
                    {
                        // The maximum of ten requests, all answered.
                        Message = Note,
                        DecisionMessage = n <= 10 ? Note : null,
                        RequestedAt = n <= 10 ? ScriptedSale.Start : null,
                        Lines = every,
                        CompletedAt = ScriptedSale.Start,
                        Asked = new IdempotencyRecord("key-" + new string('a', 26), new string('A', 64)),
                        ProviderId = new string('9', 36),
                        Failure = new string('F', 100),
                    }),
            ],
            Complaints =
            [
                .. Enumerable
                    .Range(1, 10)
                    .Select(n => new Complaint(n, ComplaintState.Rejected, Note + Note, ScriptedSale.Start)
                    {
                        DecisionMessage = Note,
                        ClosedAt = ScriptedSale.Start,
                        Asked = new IdempotencyRecord("key-" + new string('a', 26), new string('A', 64)),
                    }),
            ],
            Shipments =
            [
                .. Enumerable
                    .Range(1, 20)
                    .Select(n => new Shipment("shp-" + new string('a', 26), every, ScriptedSale.Start)
                    {
                        Carrier = new string('"', 64),
                        TrackingNumber = new string('9', 64),
                        UnmarkedAt = ScriptedSale.Start,
                    }),
            ],
        };

        // Refunds whose money is not in the next refund.
        var adopted = Enumerable
            .Range(1, 50)
            .Select(n => new Refund(n, RefundState.Completed, RefundReason.Adopted, Large, ScriptedSale.Start)
            {
                ProviderId = new string('9', 36),
                CompletedAt = ScriptedSale.Start,
                FromPlatform = Large,
                FromSeller = Large,
                FromPayable = Large,
                FromReserve = Large,
            });
        var cases = Enumerable
            .Range(1, 20)
            .Select(n => new Dispute("PP-D-" + new string('9', 14) + n, DisputeState.Lost, Large, ScriptedSale.Start)
            {
                Reason = new string('R', 40),
                AnswerBy = ScriptedSale.Start,
                SeenAt = ScriptedSale.Start,
                ResolvedAt = ScriptedSale.Start,
                ByHand = new(Note, ScriptedSale.Start),
                Withheld = Large,
                Lost = Large,
                Fees = Large,
                FromPlatform = Large,
                FromSeller = Large,
                FromPayable = Large,
                FromReserve = Large,
                // A line can only be refunded once.
                Lines = n == 1 ? every : [],
                Taken = Large,
                OwnReversals = [new string('9', 36), new string('9', 36)],
            });
        // Retried payouts, and two for each case that is decided again.
        var payouts = Enumerable
            .Range(1, 60)
            .Select(g => new Payout(g, PayoutState.Replaced, Large, ScriptedSale.Start)
            {
                BatchId = new string('b', 40),
                ProviderItemId = new string('9', 20),
                Fee = Large,
                Failure = new string('F', 60),
                ToldFailure = new string('F', 60),
                PaidAt = ScriptedSale.Start,
                WithheldAt = ScriptedSale.Start,
                SubmittedAt = ScriptedSale.Start,
                NotBefore = ScriptedSale.Start,
                Asked = new IdempotencyRecord("key-" + new string('a', 26), new string('A', 64)),
            });
        var transfers = Enumerable
            .Range(1, 170)
            .Select(k => new Transfer(
                $"{ScriptedSale.OrderId}-netting-{k}",
                TransferSide.Owes,
                "ord-" + new string('a', 26),
                Large,
                TransferState.Done,
                ScriptedSale.Start));

        var change = RefundDecisions.RefundUnshipped(order, ScriptedSale.Start + TimeSpan.FromDays(22)).Change;
        var largest = change!.Order with
        {
            Refunds = [.. adopted, .. change.Order.Refunds],
            HeardRefunds =
            [
                .. Enumerable
                    .Range(1, 20)
                    .Select(_ => new HeardRefund(new string('9', 36), Large, true, true) { MadeAt = ScriptedSale.Start }),
            ],
            Disputes = [.. cases],
            Payouts = [.. payouts],
            Transfers = [.. transfers],
            BookedMonths = [.. Enumerable.Repeat("202601", 120)],
        };
        Documents.ToRow(order.Id, "order", largest);
    }

    [Fact]
    public void Cases_BeyondTheBound_AreRefusedAndThoseThatAreKnownGoOn()
    {
        var sale = ScriptedSale.Paid();
        for (var n = 1; n <= 20; n++)
            sale.Did(o => DisputeTransitions.Observe(o, Reading(n), ScriptedSale.Start));
        sale.IsRefused("too-many-cases", o => DisputeTransitions.Observe(o, Reading(21), ScriptedSale.Start));
        sale.Did(o =>
            DisputeTransitions.Observe(
                o,
                Reading(20) with
                {
                    UpdatedAt = ScriptedSale.Start.AddDays(1),
                    Reason = "OTHER",
                },
                ScriptedSale.Start));

        static ProviderDispute Reading(int n) =>
            new($"PP-D-{n}", ScriptedSale.Start, "OPEN", ScriptedSale.Usd("1.00"), ScriptedSale.Usd("0.00"), ScriptedSale.Usd("0.00"));
    }

    [Fact]
    public void Payout_TriedAgainTooOften_CanOnlyBeHandedOver()
    {
        var order = ScriptedSale.Released().Order;
        var refused = order.CurrentPayout! with { State = PayoutState.FailedPermanent };
        order = order with
        {
            Payouts =
            [
                .. Enumerable.Range(1, 19).Select(g => refused with { Generation = g, State = PayoutState.Replaced }),
                refused with
                {
                    Generation = 20,
                },
            ],
        };
        Assert.Equal("too-many-payouts", PayoutTransitions.Retry(order, 20, new("k", "r"), ScriptedSale.Start).Refusal?.Code);
        Assert.NotNull(PayoutTransitions.HandOver(order, 20, "Nobody claims it.", sellerIsClosed: false, ScriptedSale.Start).Change);
    }

    [Fact]
    public void Refunds_MadeElsewhereBeyondTheBound_AreRefusedAndThoseThatAreKnownGoOn()
    {
        var sale = ScriptedSale.Paid();
        for (var n = 1; n <= 50; n++)
            sale.Did(o => RefundDecisions.Adopt(o, $"R-{n}", ScriptedSale.Usd("0.01"), isCompleted: n < 50, ScriptedSale.Start));
        sale.IsRefused(
            "too-many-adopted",
            o => RefundDecisions.Adopt(o, "R-51", ScriptedSale.Usd("0.01"), isCompleted: true, ScriptedSale.Start));
        sale.Did(o => RefundDecisions.Adopt(o, "R-50", ScriptedSale.Usd("0.01"), isCompleted: true, ScriptedSale.Start));
    }

    [Fact]
    public async Task ReversalAndCase_BeyondTheBound_BlockThePayoutAndAreTold()
    {
        await using var stores = await LocalStores.StartAsync();
        var (orders, attention) = (
            OrderStores.Of(stores.Tables, stores.Queues, stores.Clock),
            new OperatorAlerts(stores.Tables, stores.Clock));
        var cases = Enumerable
            .Range(1, 20)
            .Select(n => new Dispute($"PP-D-{n}", DisputeState.Won, ScriptedSale.Usd("1.00"), ScriptedSale.Start)
            {
                ResolvedAt = ScriptedSale.Start,
            });
        var refunds = Enumerable
            .Range(1, 50)
            .Select(n => new Refund(n, RefundState.Completed, RefundReason.Adopted, ScriptedSale.Usd("0.01"), ScriptedSale.Start)
            {
                ProviderId = $"R-{n}",
            });
        Assert.True(
            await orders.CreateAsync(
                new OrderChange(ScriptedSale.Shipped().Order with { Disputes = [.. cases], Refunds = [.. refunds] }),
                Cancellation));
        var paypal = new PayPalBench(_ =>
            ScriptedHttp.Json(
                HttpStatusCode.OK,
                """
                {"dispute_id":"PP-D-21","create_time":"2026-03-01T12:00:00Z","update_time":"2026-03-01T12:00:00Z",
                 "status":"WAITING_FOR_SELLER_RESPONSE","dispute_amount":{"currency_code":"USD","value":"1.00"}}
                """));
        var adoption = new AdoptRefunds(orders, paypal.Client, attention, stores.Clock);

        await adoption.ReverseAsync(ScriptedSale.OrderId, "R-51", ScriptedSale.Usd("0.01"), madeAt: null, Cancellation);
        Assert.True((await orders.GetAsync(ScriptedSale.OrderId, Cancellation)).Order.ManuallyBlocked);
        await orders.ChangeAsync(ScriptedSale.OrderId, PayoutTransitions.Unblock, Cancellation);

        var reading = ProviderReaders.Of(stores, orders, attention, paypal.Client).Disputes;
        Assert.False(await reading.RunAsync(Dispute.Key(ScriptedSale.OrderId, "PP-D-21"), Cancellation));
        Assert.True((await orders.GetAsync(ScriptedSale.OrderId, Cancellation)).Order.ManuallyBlocked);
        Assert.Equal(["case-not-booked", "refund-not-booked"], (await attention.ListOpenAsync(Cancellation)).Select(i => i.Kind).Order());

        // The operator has lifted the block. The same event arrives again, days later.
        await orders.ChangeAsync(ScriptedSale.OrderId, PayoutTransitions.Unblock, Cancellation);
        await adoption.ReverseAsync(ScriptedSale.OrderId, "R-51", ScriptedSale.Usd("0.01"), madeAt: null, Cancellation);
        Assert.False(await reading.RunAsync(Dispute.Key(ScriptedSale.OrderId, "PP-D-21"), Cancellation));
        Assert.False((await orders.GetAsync(ScriptedSale.OrderId, Cancellation)).Order.ManuallyBlocked);
    }

    [Fact]
    public void Debts_NettedTooOften_AreLeftForAnotherPayout()
    {
        var transfer = new Transfer("t", TransferSide.Pays, "ord-2", ScriptedSale.Usd("0.01"), TransferState.Done, ScriptedSale.Start);
        var order = ScriptedSale.Released().Order with
        {
            Transfers = [.. Enumerable.Range(1, 149).Select(k => transfer with { Id = $"t-{k}" })],
        };
        Assert.False(NettingTransitions.IsFull(order));
        Assert.True(NettingTransitions.IsFull(order.With(transfer)));
    }

    [Fact]
    public void Checkouts_BegunTooOften_AreRefusedAndTheLastOneStays()
    {
        var sale = ScriptedSale.Requested();
        for (var k = 1; k <= 50; k++)
        {
            sale.Did(o => CheckoutTransitions.Begin(o, ScriptedSale.Start)).Did(o => CheckoutTransitions.Fail(o, k, "INSTRUMENT_DECLINED"));
        }

        sale.IsRefused("too-many-checkouts", o => CheckoutTransitions.Begin(o, ScriptedSale.Start));
    }
}
