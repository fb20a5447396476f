using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Features.Sellers;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Mail;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Providers.Mail;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Mail;

/// <summary>Mails sellers what needs their attention: it never appears in the buyer's thread, and the seller may not have the page
/// open. At least once; a seller without a mail address reads it on the page.</summary>
public sealed class MailSellers(
    Mailer mailer,
    SellerMails mails,
    OrderStore orders,
    SellerStore sellers,
    SellerContacts contacts,
    OperatorAlerts attention,
    Queues queues,
    RetryingConsumer consumer)
{
    /// <summary>Enqueues the notice for mail, if it is to be mailed.</summary>
    public Task PromiseAsync(OrderNotice notice, CancellationToken cancellationToken) =>
        mailer.IsSet && SellerMails.IsMailed(notice.Entry.Event.Type)
            ? queues.SendAsync(Queues.OutboundMail, new OutboundMail(notice), notice.Key, cancellationToken: cancellationToken)
            : Task.CompletedTask;

    [Function(nameof(MailSellers))]
    public Task RunAsync(
        [ServiceBusTrigger(Queues.OutboundMail, Connection = Queues.Connection)] ServiceBusReceivedMessage message,
        CancellationToken cancellationToken) =>
        consumer.RunAsync<OutboundMail>(
            Queues.OutboundMail,
            message,
            (mail, token) => SendAsync(mail, message.MessageId, token),
            cancellationToken);

    private Task SendAsync(OutboundMail mail, string id, CancellationToken cancellationToken) => mail switch
    {
        { Order: { } notice } => SendAsync(notice, cancellationToken),
        { Seller: { } own } when mailer.IsSet => SendAsync(own, id, cancellationToken),
        _ => Task.CompletedTask,
    };

    private async Task SendAsync(SellerMail mail, string id, CancellationToken cancellationToken)
    {
        if (await sellers.FindAsync(mail.SellerId, cancellationToken) is { } seller)
        {
            foreach (var reference in AddressesOf(seller, mail))
                await SendAsync(
                    seller.Id,
                    reference,
                    (mail.Subject, mail.Text),
                    reference == seller.ContactReference ? id : id + "-before",
                    cancellationToken);
        }
    }

    private static IEnumerable<string?> AddressesOf(Seller seller, SellerMail mail) => mail switch
    {
        { ReceiverChangedAt: { } at } => at == seller.ReceiverChangedAt ? [seller.ContactReference, seller.ReplacedContact?.Reference] : [],
        { ContactReplacedAt: { } at } => at == seller.ReplacedContact?.ReplacedAt ? [seller.ReplacedContact.Reference] : [],
        _ => [seller.ContactReference],
    };

    private async Task SendAsync(OrderNotice notice, CancellationToken cancellationToken)
    {
        if (await orders.FindAsync(notice.OrderId, cancellationToken) is not { } stored
            || await sellers.FindAsync(stored.Order.SellerId, cancellationToken) is not { } seller)
            return;
        if (await mails.ForAsync(stored.Order, notice.Entry, cancellationToken) is { } mail)
            await SendAsync(seller.Id, seller.ContactReference, mail, notice.Key, cancellationToken);
    }

    private async Task SendAsync(
        string sellerId,
        string? reference,
        (string Subject, string Text) mail,
        string id,
        CancellationToken cancellationToken)
    {
        if (await contacts.FindAsync(reference, cancellationToken) is not { } address)
            return;

        try
        {
            await mailer.SendAsync(address, mail.Subject, mail.Text, id, cancellationToken);
        }
        catch (MailRefusedException e)
        {
            await attention.RaiseAsync(
                "mail-refused",
                sellerId,
                $"Mail to the seller is refused for good. {e.Message}",
                "Ask the seller for another address.",
                null,
                cancellationToken);
        }
    }
}
