using ChatPay.Functions.Features.Conversations;
using ChatPay.Functions.Features.Shipping.ShipLink;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Conversations;
using ChatPay.Functions.Sale.Events;

namespace ChatPay.Functions.Features.Mail;

/// <summary>The text of a seller's mail: the sentence of the page and, where something is to be shipped, the link that marks it as
/// shipped. The link is created here, at the last moment, and never stored.</summary>
public sealed class SellerMails(ShipLinks links)
{
    /// <summary>Whether this event is mailed.</summary>
    public static bool IsMailed(OrderEventType happened) => OrderEventCatalogue.Of(happened).Mail is not null;

    /// <summary>Subject and text; null when nobody is notified.</summary>
    public async Task<(string Subject, string Text)?> ForAsync(Order order, TimelineEntry entry, CancellationToken cancellationToken)
    {
        if (OrderEventCatalogue.Of(entry.Event.Type).Mail is not { } topic
            || NoticeTexts.For(order, entry).FirstOrDefault(n => n.Audience is Audience.Seller or Audience.Both) is not { } notice)
            return null;

        var text = notice.Text + "\n";
        if (topic is SellerMailTopic.ToShip or SellerMailTopic.StillToShip
            && order is { Capture.Late: false, UnshippedLines.Count: > 0 })
            text += $"\n{Capital(OrderSentences.Done(order.Kind))}? Mark it here:\n{await links.OfAsync(order, cancellationToken)}\n";
        return (SubjectOf(topic, order.Kind), text + $"\nOrder {order.Id}\n");
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

#pragma warning disable CS8524 // Undeclared numeric values.
    private static string SubjectOf(SellerMailTopic topic, FulfilmentKind kind) => topic switch
    {
        SellerMailTopic.ToShip => $"The buyer has paid: {OrderSentences.ToDoIt(kind)}",
        SellerMailTopic.StillToShip => $"The buyer is waiting: {OrderSentences.ToDoIt(kind)}",
        SellerMailTopic.NewDeadline => "The buyer answered about the new deadline",
        SellerMailTopic.RefundRequest => "The buyer asks for a refund",
        SellerMailTopic.Complaint => "The buyer complains",
        SellerMailTopic.CaseOpen => "A payment is disputed at PayPal",
        SellerMailTopic.CaseDecided => "A dispute at PayPal is decided",
        SellerMailTopic.PaidOut => "Your payout has arrived",
        SellerMailTopic.PayoutTrouble => "Your payout needs your attention",
    };
#pragma warning restore CS8524
}
