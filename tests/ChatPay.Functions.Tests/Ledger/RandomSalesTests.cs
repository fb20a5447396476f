using ChatPay.Functions.Orchestrations.Watchdog;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Complaints;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Sale.Requests;
using ChatPay.Functions.Tests.Orders;
using CsCheck;

namespace ChatPay.Functions.Tests.Ledger;

/// <summary>
/// With any amounts, fees and terms, and any steps in any order: the ledger's invariants hold after every step
/// (<see cref="ScriptedSale.Do"/> checks them), nobody is charged or paid twice, nobody is paid too early, and nothing stays held for
/// ever.
/// </summary>
public sealed class RandomSalesTests
{
    // Fees stay below the gross, as the processor's and any sane platform's do on totals of 1.00 and more.
    internal static readonly Gen<Situation> Sales = Gen.Select(
        Gen.Long[1_00, 750_00],
        Gen.Select(Gen.Int[0, 1_500], Gen.Int[-2, 2]),
        Gen.Bool,
        Gen.Int[1, 3],
        Gen.Int[0, 11],
        Gen.Select(Gen.Enum<Step>(), Gen.Int[0, 120]).Array[0, 80],
        (gross, points, sellerBears, lines, begun, steps) => new Situation(
            new Money(gross, "USD"),
            new OrderTerms
            {
                PlatformFeeBasisPoints = points.Item1,
                SellerBearsProcessingFee = sellerBears,
                // None, a tenth, or everything; the reserve ends within the steps.
                ReserveBasisPoints = points.Item2 switch { 1 => 1_000, 2 => 10_000, _ => 0 },
                ReserveFor = TimeSpan.FromHours(48),
            },
            lines, begun, steps));

    private static readonly Step[] Captured = [Step.Begin, Step.Made, Step.Approve, Step.StartCapture, Step.Captured];

    private static readonly Step[] Shipped = [.. Captured, Step.ShipAll];

    private static readonly Step[] Released = [.. Shipped, Step.Wait, Step.Release];

    private static readonly Step[] Submitted = [.. Released, Step.Submit];

    // Random steps alone seldom get far.
    private static readonly Step[][] Beginnings =
    [
        [],
        Captured,
        [Step.Begin, Step.Made, Step.Approve, Step.StartCapture, Step.CapturePends, Step.Cancel, Step.Captured],
        [.. Captured, Step.ShipOne, Step.Wait, Step.Wait, Step.RefundUnshipped],
        Released,
        [.. Released, Step.GiveSome],
        [.. Submitted, Step.Paid, Step.GiveSome],
        Submitted,
        [.. Submitted, Step.Paid, Step.GiveSome, Step.SubmitRefund],
        [.. Shipped, Step.CaseSeen, Step.OwnReversal, Step.OtherReversal],
        [.. Shipped, Step.OtherReversal, Step.CaseSeen, Step.OtherReversal, Step.CaseResolved],
        [.. Submitted, Step.PayoutFailsForGood, Step.GiveSome],
    ];

    internal enum Step
    {
        Wait,
        Begin,
        Made,
        Approve,
        StartCapture,
        StartCaptureRestricted,
        CaptureUnknown,
        CapturePends,
        CaptureFails,
        Captured,
        Decline,
        Cancel,
        Expire,
        ShipAll,
        ShipOne,
        Unmark,
        Release,
        ReleaseRestricted,
        Submit,
        Process,
        Paid,
        PayoutFails,
        PayoutFailsForGood,
        RefundUnshipped,
        SubmitRefund,
        RefundUnknown,
        RefundPends,
        RefundCompletes,
        RefundFails,
        EndRefund,
        PayOtherwise,
        MadeAfterAll,
        GiveSome,
        GiveLine,
        GiveAll,
        AskForSome,
        Grant,
        Deny,
        Adopt,
        AdoptPending,
        Withheld,
        Returned,
        CaseSeen,
        CaseResolved,
        PayOwn,
        WriteOff,
        RetryPayout,
        Complain,
        AnswerWithMoney,
        TakeComplaintBack,
        Deliver,
        SetDebtAside,
        DebtPaid,
        DebtNotPaid,
        EndReserve,
        HandOver,
        OwnReversal,
        OtherReversal,
        RepeatedReversal,
    }

    [Fact]
    public void AnySale_AnyStepsInAnyOrder_KeepsTheInvariants() => Sales.Sample(Play, iter: 2_000);

    private static void Play(Situation situation)
    {
        var sale = Walk(situation);
        Assert.True(sale.Events.Count(e => e is OrderEventType.Paid or OrderEventType.LateCaptureReceived) <= 1);
        // Money returned by a case is a further payout, and so is a reserve.
        Assert.True(
            sale.Order.Disputes.Count > 0
                || sale.Events.Contains(OrderEventType.ReserveEnded)
                || sale.Order.Payouts.Count(p => p.State == PayoutState.Paid) <= 1);
        Assert.True(sale.Starts.Select(s => s.InstanceId).Distinct().Count() == sale.Starts.Count);
    }

    /// <summary>The sale after the steps of a situation.</summary>
    internal static ScriptedSale Walk(Situation situation)
    {
        var sale = ScriptedSale.Of(situation.Terms, situation.Gross, situation.Lines);
        var payPal = new Taken();
        foreach (var step in Beginnings[situation.Begun])
            Take(sale, payPal, step, 96);
        foreach (var (step, x) in situation.Steps)
            Take(sale, payPal, step, x);
        return sale;
    }

    private static void Take(ScriptedSale sale, Taken payPal, Step step, int x)
    {
        var (order, now) = (sale.Order, sale.Now);
        if (step == Step.Wait)
            sale.Now += TimeSpan.FromHours(x);
        else if (sale.Do(o => Decide(o, sale, payPal, step, x)).Change is not null)
            CheckMoneyOut(order, sale, step, now);
        payPal.Check(sale.Order);
        // The order's own orchestration has ended by then.
        Assert.True(
            !PayoutTransitions.IsOwedAfterTheEnd(sale.Order)
                || ExpectedOrchestration.Of(sale.Order).Any(e => e.Name == OrderOrchestrations.Dispute),
            "Money is held after the order's end, and nothing releases it.");
    }

    private static Decision Decide(Order o, ScriptedSale sale, Taken payPal, Step step, int x)
    {
        var (now, k, g, n) = (sale.Now, o.Checkouts.Count, o.Payouts.Count, o.Refunds.Count);
        return step switch
        {
            Step.Begin => CheckoutTransitions.Begin(o, now),
            Step.Made => CheckoutTransitions.Made(o, k, "PAYPAL" + k, "https://provider.example"),
            Step.Approve => CheckoutTransitions.Approve(o, k, now),
            Step.StartCapture or Step.StartCaptureRestricted => CheckoutTransitions.StartCapture(o, k, step == Step.StartCapture, now),
            Step.CaptureUnknown => CheckoutTransitions.OutcomeUnknown(o, k),

            // The provider reports on a capture only after one was requested.
            Step.CapturePends when WasAsked(o) => CheckoutTransitions.Pend(o, k, "ECHECK"),
            Step.CaptureFails when WasAsked(o) => CheckoutTransitions.Fail(o, k, "DECLINED"),
            Step.Captured when WasAsked(o) => CheckoutTransitions.RecordCapture(
                o,
                new Capture("CAPTURE", k, o.Total, Fee(o.Total), now, Late: false)),
            Step.Decline => RequestTransitions.Decline(o),
            Step.Cancel => RequestTransitions.Cancel(o),
            Step.Expire => RequestTransitions.Expire(o, now),
            Step.ShipAll => ShipmentTransitions.Mark(o, ScriptedSale.Parcel("shp-" + o.Shipments.Count, now, x % 2 == 0 ? "USPS 1" : null)),
            Step.ShipOne => ShipmentTransitions.Mark(
                o,
                ScriptedSale.Parcel("shp-" + o.Shipments.Count, now, x % 2 == 0 ? "USPS 1" : null, x % 4)),
            Step.Unmark => ShipmentTransitions.Unmark(o, "shp-" + (x % 4), now),
            Step.Release or Step.ReleaseRestricted => PayoutTransitions.Release(o, PayoutTransitions.Blocks(o, step == Step.Release), now),
            Step.Submit => PayoutTransitions.Submit(
                o,
                g,
                $"bat-{sale.Ledger.Count}",
                PayoutTransitions.Blocks(o, sellerIsActive: true),
                now),
            Step.Process => PayoutTransitions.Process(o, g, "ITEM"),
            Step.Paid => PayoutTransitions.Pay(o, g, "ITEM", new Money(25, "USD"), now),
            Step.PayoutFails or Step.PayoutFailsForGood => PayoutTransitions.Fail(o, g, "FAILED", step == Step.PayoutFails, now),
            Step.Withheld => PayoutTransitions.Withhold(o, g, "ITEM", new Money(25, "USD"), "UNCLAIMED", now),
            Step.Returned => PayoutTransitions.Return(o, g, "ITEM", new Money(0, "USD"), "RETURNED", now),
            Step.GiveSome => RefundDecisions.Give(o, RefundReason.Seller, Wish(o, x), Asked(o), now),
            Step.GiveLine => RefundDecisions.Give(o, RefundReason.Seller, new RefundRequest(Lines: [x % 4]), Asked(o), now),
            Step.GiveAll => RefundDecisions.Give(o, RefundReason.Operator, new RefundRequest(), Asked(o), now),
            Step.AskForSome => RefundDecisions.Request(o, Wish(o, x), Asked(o), now),
            Step.CaseSeen or Step.CaseResolved when o.Refundable.MinorUnits > 0 || o.Disputes.Count > 0 => payPal.Observe(
                o,
                step == Step.CaseSeen,
                x,
                now),
            Step.OwnReversal => payPal.TellOfItsMoney(o, now),
            Step.OtherReversal => payPal.Reverse(o, x, now),
            Step.RepeatedReversal => payPal.TellAgain(o, x, now),
            Step.PayOwn => NettingTransitions.PayOwn(o, now),
            Step.Complain => ComplaintTransitions.File(o, "text", Asked(o), now),
            Step.AnswerWithMoney => ComplaintTransitions.Resolve(
                o,
                o.Complaints.Count,
                null,
                RefundReason.Seller,
                Wish(o, x),
                Asked(o),
                now),
            Step.TakeComplaintBack => ComplaintTransitions.Withdraw(o, o.Complaints.Count, now),
            Step.Deliver => ShipmentTransitions.ConfirmDelivery(o, now),
            Step.RetryPayout => PayoutTransitions.Retry(o, g, new IdempotencyRecord("k", "r"), now),
            Step.WriteOff => NettingTransitions.WriteOff(o, "note", now),
            Step.SetDebtAside => NettingTransitions.Reserve(o, "ord-2", new Money(x * 100, "USD"), now),
            Step.DebtPaid or Step.DebtNotPaid => NettingTransitions.Follow(o, o.PendingTransfer?.Id ?? "", step == Step.DebtPaid, now),
            Step.Grant => RefundDecisions.Approve(o, n - (x % 2), now),
            Step.Deny => RefundDecisions.Deny(o, n - (x % 2), "no"),

            // The provider returns no more than it took.
            Step.Adopt or Step.AdoptPending when Taken.MayMove(o, Wish(o, x).Amount!.Value) =>
                RefundDecisions.Adopt(o, $"DASHBOARD{n}-{o.Rows}-{x}", Wish(o, x).Amount!.Value, step == Step.Adopt, now),
            Step.RefundUnshipped => RefundDecisions.RefundUnshipped(o, now),
            Step.SubmitRefund => RefundTransitions.Submit(o, n),
            Step.RefundUnknown => RefundTransitions.OutcomeUnknown(o, n),
            Step.RefundPends => RefundTransitions.Pend(o, n, "REFUND"),
            Step.RefundCompletes => RefundTransitions.Complete(o, n, "REFUND", now),
            Step.RefundFails => RefundTransitions.Fail(o, n, "REFUSED", now),
            // PayPal no longer shows a pending one.
            Step.EndRefund => RefundTransitions.End(
                o, n - (x % 2), now, $"key{x % 3}", o.Refunds.FirstOrDefault(r => r.Number == n - (x % 2))?.ProviderId),
            Step.PayOtherwise => RefundDecisions.PayOtherwise(o, n - (x % 2), "note", now),
            Step.MadeAfterAll when o.Refunds.FirstOrDefault(r => r is { State: RefundState.Failed, ProviderId: not null }) is { } failed
                && Taken.MayMove(o, failed.Amount) =>
                RefundDecisions.Made(o, failed.Number, failed.ProviderId!, failed.Amount, isCompleted: true, now),
            Step.HandOver => PayoutTransitions.HandOver(o, g, "note", sellerIsClosed: x % 2 == 0, now),
            Step.EndReserve => ReserveTransitions.End(o, PayoutTransitions.Blocks(o, sellerIsActive: true), now),
            _ => Decision.Nothing,
        };
    }

    /// <summary>None before captured + fulfilled + hold, never while a block is set, never more than the buyer paid, and never both for one
    /// line.</summary>
    private static void CheckMoneyOut(Order before, ScriptedSale sale, Step step, DateTimeOffset now)
    {
        var after = sale.Order;
        if (step is Step.HandOver)
            Assert.Empty(PayoutTransitions.Blocks(before, sellerIsActive: true));
        if (step is Step.Release or Step.Submit)
        {
            Assert.True(before.Capture is { Late: false } && before.FulfilledAt is not null && now >= before.DueAt);
            Assert.Empty(PayoutTransitions.Blocks(before, sellerIsActive: true));
            // What was never shipped is the buyer's, whatever became of its refund.
            var unshipped = before.Refunds.Where(r => r.TakesLines && r.Lines.Count > 0).Sum(r => r.Amount.MinorUnits);
            Assert.True(before.GivenBack.MinorUnits >= Math.Min(unshipped, before.Total.MinorUnits), "What was never shipped is paid.");
        }

        Assert.NotEqual(Step.ReleaseRestricted, step);
        var paidOut = after
            .Payouts.Where(p =>
                p.State is not (PayoutState.NothingDue or PayoutState.FailedPermanent or PayoutState.Returned or PayoutState.Replaced))
            .Sum(p => p.Amount.MinorUnits);
        // What is refunded after the seller was paid is the seller's debt.
        Assert.True(
            after.GivenBack.MinorUnits + paidOut - after.Debt.MinorUnits - Settled(after) <= after.Total.MinorUnits,
            "More went out than came in.");
        Assert.True(after.GivenBack <= after.Total, "More went back than came in.");
        Assert.DoesNotContain(
            after.LiveShipments.SelectMany(s => s.Lines),
            line => after.Refunds.Any(r => r.TakesLines && r.Lines.Contains(line)));
    }

    /// <summary>Settled debt: paid by other orders, or borne by the platform.</summary>
    private static long Settled(Order order) => (order.WrittenOff?.MinorUnits ?? 0)
        + order.Transfers.Where(t => t is { Side: TransferSide.Owes, State: TransferState.Done }).Sum(t => t.Amount.MinorUnits);

    private static RefundRequest Wish(Order order, int x) => new(new Money(1 + (order.Total.MinorUnits * x / 240), "USD"));

    private static IdempotencyRecord Asked(Order order) => new("key" + order.Refunds.Count, "request");

    private static bool WasAsked(Order order) =>
        order.CurrentCheckout?.State is CheckoutState.Capturing or CheckoutState.CapturePending or CheckoutState.Unknown;

    private static Money Fee(Money gross) => gross.BasisPoints(349) + new Money(49, gross.Currency);

    /// <summary>PayPal's own view of what it has taken through a case and by itself.</summary>
    private sealed class Taken
    {
        private readonly List<(string Id, Money Amount)> _others = [];
        private readonly List<(string Id, Money Amount)> _own = [];
        private Money _settlement = new(0, "USD");
        private Money _most = new(0, "USD");
        private DateTimeOffset _takenAt;
        private bool _isTold;

        /// <summary>Whether the amount is left, and no case has taken the same: an equal amount that was not announced is the same
        /// money.</summary>
        public static bool MayMove(Order order, Money amount) => order.Capture is { Late: false } && amount.MinorUnits > 0
            && amount <= order.LeftFor(null) - Heard(order)
            && !order.Disputes.Any(c => !c.IsReversalHeard && (c.Withheld == amount || c.Lost == amount || c.Taken == amount));

        /// <summary>PayPal's state of the one case: it takes no more than is left, and charges its fee once.</summary>
        public Decision Observe(Order order, bool isOpen, int x, DateTimeOffset now)
        {
            var known = order.Disputes.Count > 0 ? order.Disputes[0] : null;
            var left = order.Refundable + (known?.Lost ?? new Money(0, "USD")) - Heard(order);
            var amount = known?.Amount ?? order.Refundable;
            var next = Money.Min(x % 3 == 0 ? new Money(0, "USD") : x % 3 == 1 ? amount : new Money(amount.MinorUnits / 2, "USD"), left);
            // Newly taken money differs from all earlier reversals.
            while (next.MinorUnits > 0 && next != _settlement && _others.Any(o => o.Amount == next))
                next = new Money(next.MinorUnits - 1, "USD");
            if (_settlement.MinorUnits == 0 && next.MinorUnits > 0)
                (_takenAt, _isTold) = (now, false);
            _settlement = next;
            _most = next > _most ? next : _most;
            var fee = isOpen ? known?.Fees ?? new Money(0, "USD") : new Money(15_00, "USD");
            return DisputeTransitions.Observe(
                order,
                new ProviderDispute("PP-D-1", now.AddMilliseconds(order.Rows), isOpen ? "UNDER_REVIEW" : "RESOLVED", amount, next, fee),
                now);
        }

        /// <summary>PayPal also reports the case's money as a reversal, at once or after returning it.</summary>
        public Decision TellOfItsMoney(Order order, DateTimeOffset now)
        {
            var amount = _settlement.MinorUnits > 0 ? _settlement : _most;
            if (_isTold || amount.MinorUnits == 0 || order.Disputes.Count == 0 || _others.Any(o => o.Amount == amount))
                return Decision.Nothing;
            _isTold = true;
            _own.Add(($"OWN{_own.Count}", amount));
            var (id, own) = _own[^1];
            return RefundDecisions.Reverse(order, id, own, now, _takenAt);
        }

        /// <summary>PayPal takes more: the amount of the announced case, or another.</summary>
        public Decision Reverse(Order order, int x, DateTimeOffset now)
        {
            var amount =
                _isTold && x % 2 == 0 && _settlement.MinorUnits > 0
                    ? _settlement
                    : new Money(1 + (order.Total.MinorUnits * x / 360), "USD");
            if (!MayMove(order, amount))
                return Decision.Nothing;
            var id = $"OTHER{_others.Count}-{order.Rows}";
            var decided = RefundDecisions.Reverse(order, id, amount, now);
            if (decided.Refusal is null)
                _others.Add((id, amount));
            return decided;
        }

        public Decision TellAgain(Order order, int x, DateTimeOffset now)
        {
            var told = _others.Concat(_own).ToList();
            if (told.Count == 0)
                return Decision.Nothing;
            var decided = RefundDecisions.Reverse(order, told[x % told.Count].Id, told[x % told.Count].Amount, now);
            Assert.Null(decided.Change);
            return decided;
        }

        /// <summary>Checks that the books show exactly what PayPal has taken.</summary>
        public void Check(Order order)
        {
            var reversed = order.Refunds.Where(r => r is { IsReversal: true, Counts: true }).Sum(r => r.Amount.MinorUnits);
            var heard = order.HeardRefunds.Where(h => h.IsReversal).Sum(h => h.Amount.MinorUnits);
            var byCases = order.Disputes.Sum(c => c.Withheld.MinorUnits + c.Lost.MinorUnits);
            Assert.Equal(_settlement.MinorUnits, byCases);
            Assert.Equal(_others.Sum(o => o.Amount.MinorUnits), reversed + heard);
            Assert.True(order.OpenDispute is not null || order.HeardRefunds.Count == 0, "What was heard during the case is not decided.");
        }

        private static Money Heard(Order order) => order.HeardRefunds.Aggregate(new Money(0, "USD"), (sum, h) => sum + h.Amount);
    }

    internal sealed record Situation(Money Gross, OrderTerms Terms, int Lines, int Begun, (Step, int)[] Steps)
    {
        public override string ToString() =>
            $"{Gross}, {Lines} lines, {Terms.PlatformFeeBasisPoints} bp, reserve {Terms.ReserveBasisPoints} bp, seller bears fee: "
                + $"{Terms.SellerBearsProcessingFee}, begun {Begun}, {string.Join(" ", Steps)}";
    }
}
