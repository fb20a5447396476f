using ChatPay.Functions.Platform.Orders;

namespace ChatPay.Functions.Platform.Mail;

/// <summary>A message of the queue <c>outbound-mail</c>: one of the two.</summary>
/// <param name="Order">What happened to an order; the text is made when it is sent.</param>
/// <param name="Seller">What concerns the seller's account.</param>
public sealed record OutboundMail(OrderNotice? Order = null, SellerMail? Seller = null);

/// <summary>A mail to a seller. It holds no personal data: the address is looked up when it is sent.</summary>
/// <param name="SellerId">To whom.</param>
/// <param name="Subject">One line.</param>
/// <param name="Text">Plain text.</param>
public sealed record SellerMail(string SellerId, string Subject, string Text)
{
    /// <summary>The change of the PayPal account that it is about, UTC: it is sent only if the row shows just that one, and to the address
    /// before as well.</summary>
    public DateTimeOffset? ReceiverChangedAt { get; init; }

    /// <summary>The change of the mail address that it is about, UTC: it is sent only if the row shows just that one, and to the address
    /// before.</summary>
    public DateTimeOffset? ContactReplacedAt { get; init; }
}
