using ChatPay.Functions.Features.Conversations;
using ChatPay.Functions.Features.Shipping.ShipLink;
using ChatPay.Functions.Platform.Http;
using ChatPay.Functions.Platform.Mail;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Conversations;
using ChatPay.Functions.Sale.Events;

namespace ChatPay.Functions.Features.Mail;

/// <summary>The texts of sellers' mails, in the seller's language. About an order: the sentence of the page and, where something is to
/// be shipped, the link that marks it as shipped. The link is created here, at the last moment, and never stored.</summary>
public sealed class SellerMails(ShipLinks links)
{
    /// <summary>Whether this event is mailed.</summary>
    public static bool IsMailed(OrderEventType happened) => OrderEventCatalogue.Of(happened).Mail is not null;

    /// <summary>Subject and text of a mail about an order; null when nobody is notified.</summary>
    /// <param name="order">The order as it is now.</param>
    /// <param name="entry">What happened.</param>
    /// <param name="language">The seller's language, one of <see cref="Languages"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<(string Subject, string Text)?> ForAsync(
        Order order, TimelineEntry entry, string language, CancellationToken cancellationToken)
    {
        if (OrderEventCatalogue.Of(entry.Event.Type).Mail is not { } topic
            || NoticeTexts.For(order, entry, language).FirstOrDefault(n => n.Audience is Audience.Seller or Audience.Both)
                is not { } notice)
            return null;

        var words = WordsOf(language);
        var text = notice.Text + "\n";
        if (topic is SellerMailTopic.ToShip or SellerMailTopic.StillToShip
            && order is { Capture.Late: false, UnshippedLines.Count: > 0 })
            text += $"\n{words.Text(words.KeyFor(order.Kind, "mark"))}\n{await links.OfAsync(order, cancellationToken)}\n";
        return (
            words.Text(words.KeyFor(order.Kind, $"subject.{EnumNames.Of(topic)}")), text + $"\n{words.Text("order", ("id", order.Id))}\n");
    }

    /// <summary>Subject and text of a mail about the seller's account.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="language">The seller's language, one of <see cref="Languages"/>.</param>
    public static (string Subject, string Text) For(SellerMail mail, string language)
    {
        if (mail.Kind is not { } kind)
            return (mail.Subject ?? "", mail.Text ?? "");

        var words = WordsOf(language);
        var key = EnumNames.Of(kind);
        var date = mail.Date switch
        {
            null => "",
            { } day when kind == SellerMailKind.IdentityExpiring => words.PlainDay(day),
            { } at => words.PlainTime(at),
        };
        var text = words.Text(
            $"{key}.text",
            ("account", mail.Account ?? ""),
            ("date", date),
            ("why", mail.Why is { } why ? words.Text($"{key}.{EnumNames.Of(why)}") : ""));
        return (words.Text($"{key}.subject"), text + "\n");
    }

    private static PageWords WordsOf(string language) => new(language, "mail");
}
