using ChatPay.Functions.Platform.Orders;

namespace ChatPay.Functions.Platform.Mail;

/// <summary>A message of the queue <c>outbound-mail</c>: one of the two members is set.</summary>
/// <param name="Order">An order event to mail; the text is composed when it is sent.</param>
/// <param name="Seller">A mail about the seller's account.</param>
public sealed record OutboundMail(OrderNotice? Order = null, SellerMail? Seller = null);

/// <summary>A mail to a seller. It holds no personal data: the address is looked up when it is sent.</summary>
/// <param name="SellerId">The recipient's seller id.</param>
/// <param name="Subject">One line.</param>
/// <param name="Text">Plain text.</param>
public sealed record SellerMail(string SellerId, string Subject, string Text)
{
    /// <summary>The change of the PayPal account that it announces, UTC: it is sent only if the row still shows this change, and
    /// also to the addresses replaced lately.</summary>
    public DateTimeOffset? ReceiverChangedAt { get; init; }

    /// <summary>The change of the mail address that it announces, UTC: it is sent only if the row still shows this change, and to
    /// the address that was replaced.</summary>
    public DateTimeOffset? ContactReplacedAt { get; init; }
}
