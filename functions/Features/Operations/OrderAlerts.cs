using System.Globalization;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Payouts;
using ChatPay.Functions.Sale.Refunds;

namespace ChatPay.Functions.Features.Operations;

/// <summary>The operator alerts for an order's events: what has happened to which order of which seller, the calls that fix it, and
/// the deadline. Ids only: no identity data, no address.</summary>
internal static class OrderAlerts
{
    /// <summary>The alert to raise; null for what resolves itself.</summary>
    /// <param name="notice">The event.</param>
    /// <param name="isOwed">Whether the buyer is owed the money of a failed refund now.</param>
    public static (OrderAlertKind Kind, string What, string ToDo)? For(OrderNotice notice, bool isOwed)
    {
        var happened = notice.Entry.Event;
        OrderAlertKind? owed = isOwed && IsVerdict(happened) ? OrderAlertKind.RefundRefused : null;
        if ((owed ?? OrderEventCatalogue.Of(happened.Type).Raises) is not { } kind || IsSettled(happened, isOwed))
            return null;
        var (what, toDo) = TextOf(kind, notice, happened);
        return (kind, what, toDo);
    }

#pragma warning disable CS8524 // Undeclared numeric values.
    private static (string What, string ToDo) TextOf(OrderAlertKind kind, OrderNotice notice, OrderEvent happened)
    {
        var order = $"/api/v1/orders/{notice.OrderId}";
        var whose = $"Order {notice.OrderId} of seller {notice.SellerId}";
        var because = happened.Detail is { Length: > 0 } detail ? $": {detail}." : ".";
        return kind switch
        {
            OrderAlertKind.RefundRefused => (
                happened.Detail switch
                {
                    _ when IsVerdict(happened) =>
                        $"{whose}: a dispute is decided, and the buyer has not got the money of a refund that was not made.",
                    RefundTransitions.EndedAsNotMade =>
                        $"{whose}: an operator has ended the refund of {happened.Amount}, which PayPal has not made.",
                    RefundDecisions.MadeElsewhere =>
                        $"{whose}: the refund of {happened.Amount} was not made, since another one at PayPal leaves no room for it.",
                    RefundTransitions.GivenByCase =>
                        $"{whose}: the refund of {happened.Amount} was not made, since a lost dispute leaves no room for all of it. It was "
                            + "for goods that were never shipped, and the dispute may have been about others.",
                    _ => $"{whose}: PayPal refused the refund of {happened.Amount} for good{because}",
                },
                "The buyer may still be owed money, and nothing is paid out while 'blocks' says so (refundOwed). When the cause is gone, "
                    + $"refund again (POST {order}/refunds with the amount); otherwise pay the buyer back another way, and record it (POST "
                    + $"{order}/refunds/{{n}}/paid-otherwise). If the buyer waives it, give the refund up (POST "
                    + $"{order}/refunds/{{n}}/end). The price of what was never shipped is the buyer's: end that refund only when you have "
                    + "seen at PayPal that a lost dispute has given it."),
            OrderAlertKind.PayoutRefused => (
                $"{whose}: PayPal refused the payout of {happened.Amount}{because}",
                $"Have the seller correct the PayPal account. {RetryAt(order)}"),
            OrderAlertKind.PayoutWithheld => (
                $"{whose}: the payout of {happened.Amount} is withheld by PayPal{because}",
                $"The seller has to claim it at PayPal by {Day(notice.Entry.At + Payout.UnclaimedFor)}, or PayPal has to release it. "
                    + "Otherwise it comes back, and you are alerted again."),
            OrderAlertKind.PayoutReturned => (
                $"{whose}: the payout of {happened.Amount} came back{because}",
                $"Find out why with the seller. {RetryAt(order)}"),
            OrderAlertKind.CaseOpen => (
                $"{whose}: {happened.Amount} is disputed at PayPal{because}",
                $"Make sure that the seller answers by the date that the order shows (GET {order}, 'cases'), with a tracking number (POST "
                    + $"{order}/cases/{{caseId}}/evidence), or accepts the claim (…/acceptance)."),
            OrderAlertKind.RefundRequestUnanswered => (
                $"{whose}: the buyer has waited three days for an answer about a refund of {happened.Amount}.",
                "Nothing more is paid out for the order until it is decided. Remind the seller, or decide it yourself (POST "
                    + $"{order}/refund-requests/{{n}}/decision; GET {order} shows n)."),
            OrderAlertKind.ComplaintUnanswered => (
                $"{whose}: the buyer has waited three days for an answer to a complaint.",
                "Nothing more is paid out for the order until it is decided. Remind the seller, or decide it yourself (POST "
                    + $"{order}/complaints/{{n}}/decision; GET {order} shows n)."),
            OrderAlertKind.PayoutLate => throw new InvalidOperationException("No event raises it."),
        };
    }
#pragma warning restore CS8524

    /// <summary>Whether a dispute was decided. If it was decided before, the buyer may have lost what had stood in for a
    /// refund.</summary>
    public static bool IsVerdict(OrderEvent happened) => happened.Type is OrderEventType.CaseWon or OrderEventType.CaseLost;

    // PayPal has refused nothing: an operator has given it up, or a dispute has given the buyer the money.
    private static bool IsSettled(OrderEvent happened, bool isOwed) => happened.Type == OrderEventType.RefundFailed
        && (happened.Detail == RefundTransitions.EndedByOperator || (happened.Detail == RefundTransitions.GivenByCase && !isOwed));

    private static string RetryAt(string order) =>
        $"Then confirm that it was not paid and pay it again (POST {order}/payouts/{{generation}}/retry), or hand it over as unclaimed "
            + "property (…/handover).";

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
