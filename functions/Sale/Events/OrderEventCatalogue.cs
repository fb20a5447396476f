namespace ChatPay.Functions.Sale.Events;

/// <summary>Every order event in one row: who sees it, what it wakes, whom it reaches besides the chat, and its public name. The
/// texts about an event are kept with the code that shows them. EVENTS.md is this table for people.</summary>
public static class OrderEventCatalogue
{
    private static readonly Dictionary<OrderEventType, OrderEventRow> Rows = Enum.GetValues<OrderEventType>().ToDictionary(t => t, RowOf);

    private static IReadOnlyList<OrderAlertKind> EndedWhenTheBuyerHasTheMoney =>
    [
        OrderAlertKind.CaseOpen,
        OrderAlertKind.PayoutLate,
        OrderAlertKind.PayoutRefused,
        OrderAlertKind.PayoutReturned,
        OrderAlertKind.RefundRequestUnanswered,
        OrderAlertKind.RefundRefused,
    ];

    /// <summary>All events, in the order in which they are declared.</summary>
    public static IEnumerable<(OrderEventType Type, OrderEventRow Row)> All => Rows.Select(row => (row.Key, row.Value));

    /// <summary>The row of this event.</summary>
    public static OrderEventRow Of(OrderEventType type) => Rows[type];

    // An event without a row does not compile (CS8509 is an error). CS8524 is about undeclared numeric values. Names are part of
    // the API and of published events: they stay, whatever the code calls the event.
#pragma warning disable CS8524
    private static OrderEventRow RowOf(OrderEventType type) => type switch
    {
        OrderEventType.PaymentRequested => new("paymentRequested", EventAudience.Everybody),
        OrderEventType.RequestDeclined => new("requestDeclined", EventAudience.Everybody) { Wakes = [OrderSignals.PaymentChanged] },
        OrderEventType.RequestCancelled => new("requestCancelled", EventAudience.Everybody) { Wakes = [OrderSignals.PaymentChanged] },
        OrderEventType.RequestExpired => new("requestExpired", EventAudience.Everybody),
        OrderEventType.CheckoutStarted => new("checkoutStarted", EventAudience.Everybody) { Wakes = [OrderSignals.PaymentChanged] },
        OrderEventType.PaymentApproved => new("paymentApproved", EventAudience.Everybody) { Wakes = [OrderSignals.PaymentChanged] },
        OrderEventType.PaymentPending => new("paymentPending", EventAudience.EverybodyWithoutDetail)
        {
            Wakes = [OrderSignals.PaymentChanged],
        },
        OrderEventType.PaymentFailed => new("paymentFailed", EventAudience.EverybodyWithoutDetail)
        {
            Wakes = [OrderSignals.PaymentChanged],
        },
        OrderEventType.Paid => new("paid", EventAudience.Everybody)
        {
            Wakes = [OrderSignals.PaymentChanged],
            Mail = SellerMailTopic.ToShip,
        },
        OrderEventType.LateCaptureReceived => new("lateCaptureReceived", EventAudience.Everybody) { Wakes = [OrderSignals.PaymentChanged] },
        OrderEventType.ShipReminder => new("shipReminder", EventAudience.Seller) { Mail = SellerMailTopic.StillToShip },
        OrderEventType.ShipByExtensionAsked => new("shipByExtensionAsked", EventAudience.Everybody),
        OrderEventType.ShipByExtended => new("shipByExtended", EventAudience.Everybody)
        {
            Wakes = [OrderSignals.Shipped],
            Mail = SellerMailTopic.NewDeadline,
        },
        OrderEventType.ShipByExtensionDeclined => new("shipByExtensionDeclined", EventAudience.Everybody)
        {
            Mail = SellerMailTopic.NewDeadline,
        },
        OrderEventType.Shipped => new("shipped", EventAudience.Everybody) { Wakes = [OrderSignals.Shipped] },
        OrderEventType.ShipmentUnmarked => new("shipmentUnmarked", EventAudience.Everybody)
        {
            Wakes = [OrderSignals.HoldChanged],
            Ends = [OrderAlertKind.PayoutLate],
        },
        OrderEventType.TrackingChanged => new("trackingChanged", EventAudience.Everybody) { Wakes = [OrderSignals.HoldChanged] },
        OrderEventType.TrackingAccepted => new("trackingAccepted", EventAudience.Seller) { Wakes = [OrderSignals.HoldChanged] },
        OrderEventType.Delivered => new("delivered", EventAudience.Everybody) { Wakes = [OrderSignals.HoldChanged] },
        OrderEventType.PayoutReleased => new("payoutReleased", EventAudience.Seller),
        OrderEventType.PayoutTakenBack => new("payoutTakenBack", EventAudience.Seller),
        OrderEventType.ReserveKept => new("reserveKept", EventAudience.Seller),
        OrderEventType.ReserveEnded => new("reserveEnded", EventAudience.Seller) { Wakes = [OrderSignals.PayoutSettled] },
        OrderEventType.PayoutBlocked => new("payoutBlocked", EventAudience.Seller),
        OrderEventType.PayoutUnblocked => new("payoutUnblocked", EventAudience.Seller)
        {
            Wakes = [OrderSignals.HoldChanged],
            Ends = [OrderAlertKind.RefundRefused],
        },
        OrderEventType.PayoutSubmitted => new("payoutSubmitted", EventAudience.Seller),
        OrderEventType.PaidOut => new("paidOut", EventAudience.Seller)
        {
            Wakes = [OrderSignals.PayoutSettled],
            Mail = SellerMailTopic.PaidOut,
            Ends = [OrderAlertKind.PayoutRefused, OrderAlertKind.PayoutWithheld, OrderAlertKind.PayoutReturned, OrderAlertKind.PayoutLate],
        },
        OrderEventType.PayoutFailed => new("payoutFailed", EventAudience.Seller)
        {
            Wakes = [OrderSignals.PayoutSettled],
            DetailIsACode = true,
        },
        OrderEventType.PayoutRefused => new("payoutRefused", EventAudience.Seller)
        {
            Wakes = [OrderSignals.PayoutSettled],
            Mail = SellerMailTopic.PayoutTrouble,
            Raises = OrderAlertKind.PayoutRefused,
            DetailIsACode = true,
        },
        OrderEventType.PayoutWithheld => new("payoutWithheld", EventAudience.Seller)
        {
            Wakes = [OrderSignals.PayoutSettled],
            Mail = SellerMailTopic.PayoutTrouble,
            Raises = OrderAlertKind.PayoutWithheld,
            DetailIsACode = true,
        },
        OrderEventType.PayoutReturned => new("payoutReturned", EventAudience.Seller)
        {
            Wakes = [OrderSignals.PayoutSettled],
            Mail = SellerMailTopic.PayoutTrouble,
            Raises = OrderAlertKind.PayoutReturned,
            Ends = [OrderAlertKind.PayoutRefused, OrderAlertKind.PayoutWithheld, OrderAlertKind.PayoutReturned],
            DetailIsACode = true,
        },
        OrderEventType.PayoutUnclaimed => new("payoutUnclaimed", EventAudience.Seller) { Mail = SellerMailTopic.PayoutTrouble },
        OrderEventType.PayoutRetried => new("payoutRetried", EventAudience.Seller)
        {
            Wakes = [OrderSignals.PayoutSettled],
            Ends = [OrderAlertKind.PayoutRefused, OrderAlertKind.PayoutWithheld, OrderAlertKind.PayoutReturned],
        },
        OrderEventType.PayoutHandedOver => new("payoutHandedOver", EventAudience.Seller)
        {
            Wakes = [OrderSignals.PayoutSettled],
            Ends = [OrderAlertKind.PayoutRefused, OrderAlertKind.PayoutWithheld, OrderAlertKind.PayoutReturned, OrderAlertKind.PayoutLate],
        },
        OrderEventType.RefundStarted => new("refundStarted", EventAudience.Everybody)
        {
            Wakes = [OrderSignals.Shipped, OrderSignals.HoldChanged],
            Ends = [OrderAlertKind.RefundRequestUnanswered],
        },
        OrderEventType.RefundCompleted => new("refundCompleted", EventAudience.Everybody)
        {
            Wakes = [OrderSignals.HoldChanged, OrderSignals.PayoutSettled],
            Ends = EndedWhenTheBuyerHasTheMoney,
        },
        OrderEventType.RefundFailed => new("refundFailed", EventAudience.Seller)
        {
            Wakes = [OrderSignals.HoldChanged],
            Raises = OrderAlertKind.RefundRefused,
            Ends = [OrderAlertKind.RefundRefused],
            DetailIsACode = true,
        },
        OrderEventType.RefundRequested => new("refundRequested", EventAudience.Everybody) { Mail = SellerMailTopic.RefundRequest },
        OrderEventType.RefundRequestUnanswered => new("refundRequestUnanswered", EventAudience.Seller)
        {
            Mail = SellerMailTopic.RefundRequest,
            Raises = OrderAlertKind.RefundRequestUnanswered,
        },
        OrderEventType.RefundDenied => new("refundDenied", EventAudience.Everybody)
        {
            Wakes = [OrderSignals.HoldChanged],
            Ends = [OrderAlertKind.RefundRequestUnanswered],
        },
        OrderEventType.LinesGivenUp => new("linesGivenUp", EventAudience.Everybody)
        {
            Wakes = [OrderSignals.Shipped, OrderSignals.HoldChanged],
            Ends = [OrderAlertKind.RefundRequestUnanswered],
        },
        OrderEventType.ComplaintOpened => new("complaintOpened", EventAudience.Everybody)
        {
            Wakes = [OrderSignals.HoldChanged],
            Mail = SellerMailTopic.Complaint,
        },
        OrderEventType.ComplaintUnanswered => new("complaintUnanswered", EventAudience.Seller)
        {
            Mail = SellerMailTopic.Complaint,
            Raises = OrderAlertKind.ComplaintUnanswered,
        },
        OrderEventType.ComplaintResolved => new("complaintResolved", EventAudience.Everybody)
        {
            Wakes = [OrderSignals.HoldChanged],
            Ends = [OrderAlertKind.ComplaintUnanswered],
        },
        OrderEventType.ComplaintRejected => new("complaintRejected", EventAudience.Everybody)
        {
            Wakes = [OrderSignals.HoldChanged],
            Ends = [OrderAlertKind.ComplaintUnanswered],
        },
        OrderEventType.ComplaintWithdrawn => new("complaintWithdrawn", EventAudience.Everybody)
        {
            Wakes = [OrderSignals.HoldChanged],
            Ends = [OrderAlertKind.ComplaintUnanswered],
        },
        OrderEventType.DebtNetted => new("debtNetted", EventAudience.Seller) { Wakes = [OrderSignals.PayoutSettled] },
        OrderEventType.DebtPaid => new("debtPaid", EventAudience.Seller),
        OrderEventType.DebtWrittenOff => new("debtWrittenOff", EventAudience.Seller),
        OrderEventType.CaseOpened => new("caseOpened", EventAudience.EverybodyWithoutDetail)
        {
            Wakes = [OrderSignals.Shipped, OrderSignals.HoldChanged, OrderSignals.PayoutSettled],
            Mail = SellerMailTopic.CaseOpen,
            Raises = OrderAlertKind.CaseOpen,
            DetailIsACode = true,
        },
        OrderEventType.CaseReopened => new("caseReopened", EventAudience.EverybodyWithoutDetail)
        {
            Wakes = [OrderSignals.Shipped, OrderSignals.HoldChanged, OrderSignals.PayoutSettled],
            Mail = SellerMailTopic.CaseOpen,
            Raises = OrderAlertKind.CaseOpen,
            DetailIsACode = true,
        },
        OrderEventType.CaseWon => new("caseWon", EventAudience.EverybodyWithoutDetail)
        {
            Wakes = [OrderSignals.Shipped, OrderSignals.HoldChanged, OrderSignals.PayoutSettled],
            Mail = SellerMailTopic.CaseDecided,
            Ends = [OrderAlertKind.CaseOpen],
        },
        OrderEventType.CaseLost => new("caseLost", EventAudience.EverybodyWithoutDetail)
        {
            Wakes = [OrderSignals.Shipped, OrderSignals.HoldChanged, OrderSignals.PayoutSettled],
            Mail = SellerMailTopic.CaseDecided,
            Ends = EndedWhenTheBuyerHasTheMoney,
        },
        OrderEventType.CaseFeeCharged => new("caseFeeCharged", EventAudience.Seller),
        OrderEventType.CaseFeeReturned => new("caseFeeReturned", EventAudience.Seller),
    };
#pragma warning restore CS8524
}
