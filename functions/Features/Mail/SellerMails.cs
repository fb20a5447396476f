using ChatPay.Functions.Features.Conversations;
using ChatPay.Functions.Features.Shipping.ShipLink;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Conversations;
using ChatPay.Functions.Sale.Events;

namespace ChatPay.Functions.Features.Mail;

/// <summary>What a seller is written: the sentence of the page, and where something is to be shipped, the link to say so with one tap. The
/// link is made here, at the last moment, and is written down nowhere.</summary>
public sealed class SellerMails(ShipLinks links)
{
    /// <summary>Whether this is for mail: what wants to be done, and money that arrives or does not.</summary>
    public static bool IsMailed(OrderEventType happened) => SubjectOf(happened, default) is not null;

    /// <summary>Subject and text; null when it is told nobody.</summary>
    public async Task<(string Subject, string Text)?> ForAsync(Order order, TimelineEntry entry, CancellationToken cancellationToken)
    {
        if (SubjectOf(entry.Event.Type, order.Kind) is not { } subject
            || NoticeTexts.For(order, entry).FirstOrDefault(n => n.Audience is Audience.Seller or Audience.Both) is not { } notice)
            return null;

        var text = notice.Text + "\n";
        if (entry.Event.Type is OrderEventType.Paid or OrderEventType.ShipReminder
            && order is { Capture.Late: false, UnshippedLines.Count: > 0 })
            text += $"\n{Capital(OrderSentences.Done(order.Kind))}? Say so here:\n{await links.OfAsync(order, cancellationToken)}\n";
        return (subject, text + $"\nOrder {order.Id}\n");
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string? SubjectOf(OrderEventType happened, FulfilmentKind kind) =>
        happened switch
        {
            OrderEventType.Paid => $"The buyer has paid: {OrderSentences.ToDoIt(kind)}",
            OrderEventType.ShipReminder => $"The buyer is waiting: {OrderSentences.ToDoIt(kind)}",
            OrderEventType.ShipByExtended or OrderEventType.ShipByExtensionDeclined => "The buyer has answered about the new deadline",
            OrderEventType.RefundRequested or OrderEventType.RefundRequestUnanswered => "The buyer asks for a refund",
            OrderEventType.ComplaintOpened or OrderEventType.ComplaintUnanswered => "The buyer complains",
            OrderEventType.CaseOpened or OrderEventType.CaseReopened => "A payment is disputed at PayPal",
            OrderEventType.CaseWon or OrderEventType.CaseLost => "A dispute at PayPal is decided",
            OrderEventType.PaidOut => "Your payout has arrived",
            OrderEventType.PayoutRefused
            or OrderEventType.PayoutWithheld
            or OrderEventType.PayoutUnclaimed
            or OrderEventType.PayoutReturned => "Your payout needs you",
            _ => null,
        };
}
