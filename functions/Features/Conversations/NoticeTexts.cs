using System.Globalization;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Providers.PayPal;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Conversations;
using ChatPay.Functions.Sale.Disputes;
using ChatPay.Functions.Sale.Events;
using ChatPay.Functions.Sale.Payouts;

namespace ChatPay.Functions.Features.Conversations;

/// <summary>A sentence, and its audience.</summary>
public sealed record Notice(Audience Audience, string Text);

/// <summary>The texts of order notices. What concerns only the seller's money (payouts, failed refunds) is for the seller, and
/// never appears in the buyer's thread; minor steps are only in the timeline.</summary>
public static class NoticeTexts
{
    private const int MaxLinesShown = 3;
    private const int MaxTextLength = 700;
    private const int MaxLines = 600;
    private const int MaxDetailLength = 200;

    /// <summary>The sentences for this entry; none when nobody is notified.</summary>
    public static IReadOnlyList<Notice> For(Order order, TimelineEntry entry)
    {
        var amount = (entry.Event.Amount ?? order.Total).ToString();
        var said = OrderEventCatalogue.Of(entry.Event.Type).DetailIsACode ? PayPalWords.Of(entry.Event.Detail) : entry.Event.Detail;
        var detail = said?.TrimEnd().TrimEnd('.') is { Length: > 0 } text ? Utf8Text.Fit(text, MaxDetailLength) : null;
        var because = detail is null ? "." : $" ({detail}).";
        // An event without a sentence does not compile (CS8509 is an error). CS8524 is about undeclared numeric values.
#pragma warning disable CS8524
        return entry.Event.Type switch
        {
            OrderEventType.PaymentRequested => Both(
                $"Payment request: {Lines(order)}, {amount}.{(order.Replaces is null ? "" : " It replaces an earlier one.")}"),
            OrderEventType.RequestDeclined => Each(
                $"You declined the payment request of {amount}.", $"The buyer declined the payment request of {amount}."),
            OrderEventType.RequestCancelled when order.ReplacedBy is not null => Each(
                $"The seller has replaced the payment request of {amount} with a newer one: pay that one instead.",
                $"You replaced the payment request of {amount} with a newer one."),
            OrderEventType.RequestCancelled => Each(
                $"The seller cancelled the payment request of {amount}: do not pay it.", $"You cancelled the payment request of {amount}."),
            OrderEventType.RequestExpired => Both($"The payment request of {amount} expired unpaid."),
            OrderEventType.PaymentPending => Each(
                $"Your payment of {amount} is being processed.",
                $"The buyer's payment of {amount} is being processed: do not {ToDoIt(order)} yet."),
            OrderEventType.PaymentFailed => Each(
                $"Your payment of {amount} did not go through, and you were not charged.",
                $"The buyer's payment of {amount} did not go through."),
            OrderEventType.Paid => Each(
                $"You paid {amount}. The seller has been asked to {ToDoIt(order)}.",
                $"Paid: {amount}. {Capital(ToDoIt(order))}{By(order.ShipBy)} and mark it as {Done(order)}, or the buyer is refunded."),
            OrderEventType.LateCaptureReceived => Each(
                $"Your payment of {amount} came after the request had ended: it is refunded in full.",
                $"A payment of {amount} came after the request had ended and is refunded in full: do not {ToDoIt(order)}."),
            OrderEventType.ShipReminder => Seller(
                $"The buyer has paid {order.Total} and is waiting: {ToDoIt(order)}{By(order.ShipBy)} and mark it as {Done(order)}, "
                + "or the buyer is refunded."),
            OrderEventType.ShipByExtensionAsked => Each(
                $"The seller asks for more time, {detail}. You can agree or decline; if you decline, the date stays as it was.",
                $"You asked the buyer for more time, {detail}."),
            OrderEventType.ShipByExtended => Each($"You agreed to wait {detail}.", $"The buyer agrees to wait {detail}."),
            OrderEventType.ShipByExtensionDeclined => Each(
                "You did not agree to wait longer.",
                $"The buyer does not agree to wait longer: {ToDoIt(order)}{By(order.ShipBy)}, or the buyer is refunded."),
            OrderEventType.Shipped => Each(
                Capital(Done(order)) + because,
                $"You marked it as {Done(order)}{PayoutClauses.Due(order, entry.At)}."),
            OrderEventType.TrackingChanged => Each(
                $"The tracking number is now {detail}.",
                "The tracking number is now "
                    + $"{detail}{(order.LiveShipments.Any(s => s.UnderReview) ? PayoutClauses.Due(order, entry.At) : "")}."),
            OrderEventType.TrackingAccepted => Seller("The operator has accepted your tracking number."),
            OrderEventType.ShipmentUnmarked => Each(
                $"The seller has unmarked it as {Done(order)}.",
                $"You have unmarked it as {Done(order)}; no payout is due until you mark it again."),
            OrderEventType.Delivered => Each(
                "You confirmed that you received it.",
                $"The buyer confirmed the delivery{PayoutClauses.Due(order, entry.At)}."),
            OrderEventType.PayoutReleased => Seller($"The hold has ended: your payout of {amount} is sent next."),
            OrderEventType.PayoutTakenBack => Seller($"Your payout of {amount} is on hold again."),
            OrderEventType.ReserveKept => Seller(
                $"{amount} of your payout is kept in reserve for refunds{By(order.Reserve?.Until, "until")}; what is left is paid out then."
            ),
            OrderEventType.ReserveEnded => Seller($"The reserve has ended: {amount} is sent to you next."),
            OrderEventType.PayoutBlocked => Seller(
                PayoutClauses.HasLeft(order)
                    ? $"The operator holds back whatever is still to be paid out for this order{because} The payout that was sent before "
                        + "is not affected."
                    : $"Your payout is held back by the operator{because}"),
            OrderEventType.PayoutUnblocked => Seller("The operator no longer holds your payout back."),
            OrderEventType.PayoutSubmitted => Seller($"Your payout of {amount} is on its way."),
            OrderEventType.PaidOut => Seller($"Paid out: {amount}."),
            OrderEventType.PayoutFailed => Seller($"Your payout of {amount} has not gone through yet and will be retried{because}"),
            OrderEventType.PayoutRefused => Seller(
                $"PayPal did not accept your payout of {amount}{because} Check that your PayPal account can receive money; the operator "
                    + "has been asked to pay it again."),
            OrderEventType.PayoutWithheld => Seller(
                $"Your payout of {amount} is waiting at PayPal{because} Sign in there and claim "
                    + $"it{By(order.CurrentPayout?.WithheldAt + Payout.UnclaimedFor)}; otherwise it comes back and stays yours."),
            OrderEventType.PayoutReturned => Seller(
                $"Your payout of {amount} came back{because} It is still yours; the operator has been asked to pay it again."),
            OrderEventType.PayoutUnclaimed => Seller(
                $"Your payout of {amount} is still waiting at PayPal: sign in there and claim "
                    + $"it{By(order.CurrentPayout?.WithheldAt + Payout.UnclaimedFor)}."),
            OrderEventType.PayoutRetried => Seller($"Your payout of {amount} is sent again."),
            OrderEventType.PayoutHandedOver => Seller(
                $"Your payout of {amount} could not be paid to you and was handed over as unclaimed property{because}"),
            OrderEventType.RefundStarted => Each(
                $"A refund of {amount} to you has begun{Why(order, entry)}.",
                $"A refund of {amount} to the buyer has begun{Why(order, entry)}."),
            OrderEventType.RefundCompleted => Each(
                $"{amount} was refunded to you{because}", $"{amount} was refunded to the buyer{because}"),
            OrderEventType.RefundFailed => Seller($"The refund of {amount} failed{because}"),
            OrderEventType.RefundRequested => Each(
                $"You asked for a refund of {amount}. The seller has been asked to decide.",
                $"The buyer asks for a refund of {amount}{because} Grant or deny it{PayoutClauses.Meanwhile(order, "until you do")}."),
            OrderEventType.RefundRequestUnanswered => Seller(
                $"The buyer is still waiting for your answer about a refund of {amount}: grant or deny it."),
            OrderEventType.RefundDenied => Each(
                $"The seller denied the refund of {amount}{because}",
                $"You denied the refund of {amount}{because}"),
            OrderEventType.LinesGivenUp => Both("A free item of the order will not be shipped."),
            OrderEventType.ComplaintOpened => Each(
                "Your complaint has been passed on to the seller.",
                $"The buyer complains{because} Put it right, refund it or reject the "
                    + $"complaint{PayoutClauses.Meanwhile(order, "until you do")}."),
            OrderEventType.ComplaintUnanswered => Seller($"The buyer is still waiting for your answer to the complaint{because}"),
            OrderEventType.ComplaintResolved => Each($"Your complaint has been resolved{because}", $"The complaint is resolved{because}"),
            OrderEventType.ComplaintRejected => Each(
                $"The seller does not agree with your complaint{because} You can open a case at PayPal.",
                $"You rejected the complaint{because}"),
            OrderEventType.ComplaintWithdrawn => Each("You withdrew your complaint.", "The buyer withdrew the complaint."),
            OrderEventType.DebtNetted => Seller(
                $"{amount} of this payout was deducted for what you owe from an earlier refund or "
                    + $"case{(order.IsSettledByDebts ? ": nothing is left to pay out" : "")}."),
            OrderEventType.DebtPaid => Seller($"The {amount} that you owed for this order was deducted from another payout."),
            OrderEventType.DebtWrittenOff => Seller($"You no longer owe the {amount} for this order."),
            OrderEventType.CaseOpened or OrderEventType.CaseReopened when DisputeSentences.IsDecidedAtPayPal(order) => Each(
                $"PayPal has decided your case about {amount}. {DisputeSentences.AmountsAreChecked}",
                $"PayPal has decided the buyer's case about {amount}. {DisputeSentences.ToSeller(order)}"),
            OrderEventType.CaseOpened => Each(
                $"Your case about {amount} is open at PayPal.",
                $"The buyer disputes {amount} at PayPal{because} {Answer(order)}, or accept the "
                    + $"claim{By(order.OpenDispute?.AnswerBy)}{PayoutClauses.Meanwhile(order, "until it is decided")}."),
            OrderEventType.CaseReopened => Each(
                $"Your case about {amount} is open again at PayPal.",
                $"The case about {amount} is open again at PayPal{because}"),
            // A repeat about a dispute that was decided before is not a further payment.
            OrderEventType.CaseWon when detail is not null => Each(
                $"The outcome of your case was corrected: nothing goes back to you by it, {detail}.",
                $"The outcome of the case was corrected in your favour: nothing goes back to the buyer by it, {detail}."),
            OrderEventType.CaseLost when detail is not null => Each(
                $"The outcome of your case was corrected: {amount} goes back to you in all, {detail}.",
                $"The outcome of the case was corrected: {amount} goes back to the buyer in all, {detail}."),
            OrderEventType.CaseWon => Each(
                $"Your case about {amount} is closed: PayPal left the payment as it is.",
                $"The case about {amount} is closed in your favour."),
            OrderEventType.CaseLost => Each(
                $"Your case is closed: {amount} goes back to you.",
                $"The case is closed in the buyer's favour: {amount} goes back to the buyer."),
            OrderEventType.CaseFeeCharged => Seller($"PayPal charges {amount} for the case: it is deducted from your payouts."),
            OrderEventType.CaseFeeReturned => Seller($"PayPal has given back {amount} of its fee for the case: you no longer bear it."),
            OrderEventType.CheckoutStarted or OrderEventType.PaymentApproved => [],
        };
#pragma warning restore CS8524
    }

    private static string Answer(Order order) => order.Kind == FulfilmentKind.Ship ? "Show your tracking number" : "Answer it at PayPal";

    private static string Why(Order order, TimelineEntry entry) =>
        order.Refunds.LastOrDefault(r => r.Counts && r.Amount == entry.Event.Amount) is { Reason: RefundReason.Unshipped }
            ? $", because it was not {Done(order)} in time"
            : "";

    private static Notice[] Both(string text) => [new(Audience.Both, Utf8Text.Fit(text, MaxTextLength))];

    private static Notice[] Seller(string text) => [new(Audience.Seller, Utf8Text.Fit(text, MaxTextLength))];

    private static Notice[] Each(string buyer, string seller) =>
        [new(Audience.Buyer, Utf8Text.Fit(buyer, MaxTextLength)), .. Seller(seller)];

    private static string Lines(Order order)
    {
        var shown = string.Join(", ", order.Lines.Take(MaxLinesShown).Select(line => $"{line.Quantity} × {line.Description}"));
        var more = order.Lines.Count > MaxLinesShown ? $" and {order.Lines.Count - MaxLinesShown} more" : "";
        return Utf8Text.Fit(shown, MaxLines) + more;
    }

    private static string ToDoIt(Order order) => OrderSentences.ToDoIt(order.Kind);

    private static string Done(Order order) => OrderSentences.Done(order.Kind);

    private static string By(DateTimeOffset? at, string word = "by") => at is { } time
        ? $" {word} " + time.UtcDateTime.ToString("d MMMM yyyy HH:mm 'UTC'", CultureInfo.InvariantCulture)
        : "";

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
