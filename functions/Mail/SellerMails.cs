using ChatPay.Functions.Chat;
using ChatPay.Functions.Orders;
using ChatPay.Functions.Orders.ShipLink;

namespace ChatPay.Functions.Mail;

/// <summary>What a seller is written: the sentence of the page, and where something is to be shipped, the link to say so with one tap. The link is
/// made here, at the last moment, and is written down nowhere.</summary>
public sealed class SellerMails(ShipLinks links)
{
    /// <summary>Whether this is for mail: what wants to be done, and money that arrives or does not.</summary>
    public static bool IsMailed(OrderEventType happened) => SubjectOf(happened) is not null;

    /// <summary>Subject and text; null when it is told nobody.</summary>
    public async Task<(string Subject, string Text)?> ForAsync(Order order, TimelineEntry entry, CancellationToken cancellationToken)
    {
        if (SubjectOf(entry.Event.Type) is not { } subject
            || NoticeTexts.For(order, entry).FirstOrDefault(n => n.Audience is Audience.Seller or Audience.Both) is not { } notice)
            return null;

        var text = notice.Text + "\n";
        if (entry.Event.Type is OrderEventType.Paid or OrderEventType.ShipReminder && order is { Capture.Late: false, UnshippedLines.Count: > 0 })
            text += $"\nShipped? Say so here:\n{await links.OfAsync(order, cancellationToken)}\n";
        return (subject, text + $"\nOrder {order.Id}\n");
    }

    private static string? SubjectOf(OrderEventType happened) => happened switch
    {
        OrderEventType.Paid => "You have been paid: ship it",
        OrderEventType.ShipReminder => "The buyer waits: ship it",
        OrderEventType.ShipByExtended or OrderEventType.ShipByExtensionDeclined => "The buyer has answered about the deadline",
        OrderEventType.RefundRequested or OrderEventType.RefundRequestUnanswered => "The buyer asks for a refund",
        OrderEventType.ComplaintOpened or OrderEventType.ComplaintUnanswered => "The buyer complains",
        OrderEventType.CaseOpened or OrderEventType.CaseReopened => "A payment is disputed at PayPal",
        OrderEventType.CaseWon or OrderEventType.CaseLost => "A dispute at PayPal is decided",
        OrderEventType.PaidOut => "Your money is there",
        OrderEventType.PayoutRefused or OrderEventType.PayoutWithheld or OrderEventType.PayoutUnclaimed or OrderEventType.PayoutReturned => "Your payout needs you",
        _ => null,
    };
}
