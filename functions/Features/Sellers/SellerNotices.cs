using ChatPay.Functions.Platform.Mail;
using ChatPay.Functions.Platform.Messaging;

namespace ChatPay.Functions.Features.Sellers;

/// <summary>Mails sellers about changes that somebody else with their token might have made. The mail is enqueued before the change
/// is written, with a delay, and sent only if the row shows the change: a crash between the two loses neither.</summary>
public sealed class SellerNotices(Queues queues)
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(10);

    /// <summary>The PayPal account was changed: mails the current address and those replaced lately.</summary>
    public Task EnqueueReceiverChangedAsync(
        string sellerId,
        string merchantId,
        DateTimeOffset now,
        DateTimeOffset until,
        CancellationToken cancellationToken) =>
        PromiseAsync(
            new SellerMail(sellerId, SellerMailKind.ReceiverChanged) { Account = merchantId, Date = until, ReceiverChangedAt = now },
            $"{sellerId}-receiver-{now.UtcTicks}", cancellationToken);

    /// <summary>The mail address was changed or removed: mails the one that was replaced.</summary>
    public Task EnqueueContactReplacedAsync(string sellerId, DateTimeOffset now, CancellationToken cancellationToken) =>
        PromiseAsync(
            new SellerMail(sellerId, SellerMailKind.ContactReplaced) { ContactReplacedAt = now },
            $"{sellerId}-contact-{now.UtcTicks}",
            cancellationToken);

    private Task PromiseAsync(SellerMail mail, string id, CancellationToken cancellationToken) =>
        queues.SendAsync(Queues.OutboundMail, new OutboundMail(Seller: mail), id, Delay, cancellationToken);
}
