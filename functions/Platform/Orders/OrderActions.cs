using System.Globalization;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Checkouts;
using ChatPay.Functions.Sale.Complaints;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Fulfilment;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;
using ChatPay.Functions.Sale.Requests;

namespace ChatPay.Functions.Platform.Orders;

/// <summary>The commands of an order, in the order in which clients are shown them. Each is tried with the minimal request. What
/// depends on more than the order is not tried: the seller's account, the buyer's limit, and PayPal.</summary>
public static class OrderActions
{
    // Of no real request, so that it is never taken for a repeat.
    private static readonly IdempotencyRecord Anew = new("", "");
    private const string Text = "";

    private static readonly RefundRequest Everything = new(All: true);

    public static OrderAction Checkout { get; } = new(
        "POST", "checkout", OrderParty.Buyer, t => [CheckoutTransitions.Begin(t.Order, t.Now)])
    {
        // The response says where to approve.
        ActsAgain = true,
    };

    public static OrderAction Capture { get; } =
        Post("capture", OrderParty.Buyer, t => CheckoutTransitions.StartApproved(t.Order, t.Now));

    public static OrderAction Decline { get; } = Post("decline", OrderParty.Buyer, t => RequestTransitions.Decline(t.Order));

    public static OrderAction Cancellation { get; } = Post("cancellation", OrderParty.Seller, t => RequestTransitions.Cancel(t.Order));

    public static OrderAction Ship { get; } =
        Post("shipments", OrderParty.Seller, t => ShipmentTransitions.Mark(t.Order, new Shipment("", [], t.Now)));

    public static OrderAction CorrectTracking { get; } = new(
        "PATCH",
        "shipments/{shipmentId}",
        OrderParty.Seller,
        t => [TrackingTransitions.Correct(t.Order, t.Thing, Text, Text)],
        Shipments);

    public static OrderAction Unmark { get; } = new(
        "DELETE",
        "shipments/{shipmentId}",
        OrderParty.Seller,
        t => [ShipmentTransitions.Unmark(t.Order, t.Thing, t.Now)],
        Shipments);

    public static OrderAction AcceptTracking { get; } = Post(
        "shipments/{shipmentId}/tracking-acceptance", OrderParty.Operator, t => TrackingTransitions.Accept(t.Order, t.Thing), Shipments);

    public static OrderAction AskForShipByExtension { get; } = Post(
        "ship-by-extension-request",
        OrderParty.Seller,
        t => ShipByTransitions.Ask(t.Order, ShipByTransitions.LatestFor(t.Order) ?? t.Now, Text, t.Now));

    public static OrderAction AnswerShipByExtension { get; } = new(
        "POST",
        "ship-by-extension",
        OrderParty.Buyer,
        t => [ShipByTransitions.Answer(t.Order, agrees: false, t.Now), ShipByTransitions.Answer(t.Order, agrees: true, t.Now)]);

    public static OrderAction ConfirmDelivery { get; } =
        Post("delivery-confirmation", OrderParty.Buyer, t => ShipmentTransitions.ConfirmDelivery(t.Order, t.Now));

    public static OrderAction Complain { get; } =
        Post("complaints", OrderParty.Buyer, t => ComplaintTransitions.File(t.Order, Text, Anew, t.Now));

    public static OrderAction WithdrawComplaint { get; } = Post(
        "complaints/{number}/withdrawal",
        OrderParty.Buyer,
        t => ComplaintTransitions.Withdraw(t.Order, t.Number, t.Now),
        Complaints);

    public static OrderAction DecideComplaint { get; } = Post(
        "complaints/{number}/decision",
        OrderParty.Seller | OrderParty.Operator,
        t => ComplaintTransitions.Resolve(t.Order, t.Number, null, ReasonOf(t), null, Anew, t.Now),
        Complaints);

    public static OrderAction ShowEvidence { get; } = Post(
        "cases/{caseId}/evidence", OrderParty.Seller, t => DisputeTransitions.Show(t.Order, t.Thing), Disputes);

    public static OrderAction AcceptDispute { get; } = new(
        "POST",
        "cases/{caseId}/acceptance",
        OrderParty.Seller,
        t => [DisputeTransitions.Accept(t.Order, t.Thing)],
        order => order.Disputes.Where(c => c is { IsOpen: true, CanBeAccepted: true }).Select(c => c.Id))
    {
        // PayPal is told again, in case it does not know yet.
        ActsAgain = true,
    };

    public static OrderAction BookDispute { get; } =
        new("POST", "cases/{caseId}/settlement", OrderParty.Operator, BookingsOf, Disputes);

    public static OrderAction RequestRefund { get; } =
        Post("refund-requests", OrderParty.Buyer, t => RefundDecisions.Request(t.Order, Everything, Anew, t.Now));

    public static OrderAction DecideRefundRequest { get; } = new(
        "POST",
        "refund-requests/{number}/decision",
        OrderParty.Seller | OrderParty.Operator,
        t => [RefundDecisions.Deny(t.Order, t.Number, Text), RefundDecisions.Approve(t.Order, t.Number, t.Now)],
        Refunds);

    public static OrderAction Refund { get; } = Post(
        "refunds",
        OrderParty.Seller | OrderParty.Operator,
        t => RefundDecisions.Give(t.Order, ReasonOf(t), Everything, Anew, t.Now));

    /// <summary>Also for a refund that PayPal has as pending: only PayPal knows whether it still shows it.</summary>
    public static OrderAction EndRefund { get; } = Post(
        "refunds/{number}/end",
        OrderParty.Operator,
        t => RefundTransitions.End(
            t.Order, t.Number, t.Now, notShown: t.Order.Refunds.FirstOrDefault(r => r.Number == t.Number)?.ProviderId),
        Refunds);

    public static OrderAction PayOtherwise { get; } = Post(
        "refunds/{number}/paid-otherwise",
        OrderParty.Operator,
        t => RefundDecisions.PayOtherwise(t.Order, t.Number, Text, t.Now),
        Refunds);

    public static OrderAction Block { get; } = Post("blocks", OrderParty.Operator, t => PayoutTransitions.Block(t.Order, Text));

    public static OrderAction Unblock { get; } =
        new("DELETE", "blocks", OrderParty.Operator, t => [PayoutTransitions.Unblock(t.Order)]);

    public static OrderAction RetryPayout { get; } = Post(
        "payouts/{generation}/retry", OrderParty.Operator, t => PayoutTransitions.Retry(t.Order, t.Number, Anew, t.Now), Payouts);

    public static OrderAction HandOverPayout { get; } = Post(
        "payouts/{generation}/handover",
        OrderParty.Operator,
        t => PayoutTransitions.HandOver(t.Order, t.Number, Text, sellerIsClosed: false, t.Now),
        Payouts);

    public static OrderAction BookPaidPayout { get; } = Post(
        "payouts/{generation}/paid-at-paypal",
        OrderParty.Operator,
        t => FoundPayout.BookLeast(t.Order, t.Number, Text, t.Now),
        order => Numbers(Enumerable.Range(1, order.Payouts.Count + 1)));

    public static OrderAction WriteOffDebt { get; } =
        Post("debt-write-off", OrderParty.Operator, t => NettingTransitions.WriteOff(t.Order, Text, t.Now));

    /// <summary>All commands.</summary>
    public static IReadOnlyList<OrderAction> All { get; } =
    [
        Checkout, Capture, Decline, Cancellation, Ship, CorrectTracking, Unmark, AcceptTracking, AskForShipByExtension,
        AnswerShipByExtension, ConfirmDelivery, Complain, WithdrawComplaint, DecideComplaint, ShowEvidence, AcceptDispute, BookDispute,
        RequestRefund, DecideRefundRequest, Refund, EndRefund, PayOtherwise, Block, Unblock, RetryPayout, HandOverPayout,
        BookPaidPayout, WriteOffDebt,
    ];

    /// <summary>What the caller can do now, by the names for clients.</summary>
    internal static IEnumerable<string> For(Order order, OrderParty caller, DateTimeOffset now) =>
        All.SelectMany(action => action.Allowed(order, caller, now));

    private static OrderAction Post(
        string path, OrderParty by, Func<OrderTrial, Decision> trial, Func<Order, IEnumerable<string>>? things = null) =>
        new("POST", path, by, t => [trial(t)], things);

    /// <summary>A different loss, or different fees: repeating what is booked changes nothing.</summary>
    private static IEnumerable<Decision> BookingsOf(OrderTrial trial)
    {
        var nothing = Money.Zero(trial.Order.Terms.Currency);
        Money?[] fees = [null, nothing, nothing with { MinorUnits = 1 }];
        return
            from lost in new[] { nothing, nothing with { MinorUnits = 1 } }
            from fee in fees
            select DisputeTransitions.BookByHand(trial.Order, trial.Thing, lost, fee, Text, trial.Now);
    }

    private static RefundReason ReasonOf(OrderTrial trial) =>
        (trial.By & OrderParty.Seller) != OrderParty.None ? RefundReason.Seller : RefundReason.Operator;

    private static IEnumerable<string> Shipments(Order order) => order.Shipments.Select(s => s.Id);

    private static IEnumerable<string> Disputes(Order order) => order.Disputes.Select(c => c.Id);

    private static IEnumerable<string> Complaints(Order order) => Numbers(order.Complaints.Select(c => c.Number).Order());

    private static IEnumerable<string> Refunds(Order order) => Numbers(order.Refunds.Select(r => r.Number));

    private static IEnumerable<string> Payouts(Order order) => Numbers(order.Payouts.Select(p => p.Generation));

    private static IEnumerable<string> Numbers(IEnumerable<int> numbers) => numbers.Select(n => n.ToString(CultureInfo.InvariantCulture));
}
