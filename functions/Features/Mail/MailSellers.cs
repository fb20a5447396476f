using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Features.Sellers;
using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Mail;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Sellers;
using ChatPay.Functions.Providers.Mail;
using ChatPay.Functions.Sale;
using ChatPay.Functions.Sale.Sellers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Mail;

/// <summary>Tells sellers by mail what wants their attention: it never goes into the buyer's thread, and the seller may not have the page
/// open. At least once; a seller who has given no address reads it in the page.</summary>
public sealed class MailSellers(
    Mailer mailer,
    SellerMails mails,
    OrderStore orders,
    SellerStore sellers,
    SellerContacts contacts,
    OperatorAlerts attention,
    Queues queues,
    RetryingConsumer consumer,
    TimeProvider time,
    ILogger<MailSellers> log)
{
    // A mail that is cut off may have been sent, and is sent once more: longer than a server takes on a bad day.
    private static readonly TimeSpan MailsFor = TimeSpan.FromSeconds(20);

    /// <summary>Mails it, if it is for mail at all. What fails, or takes long, goes into the queue, and is tried again.</summary>
    /// <param name="order">The order, as it is now.</param>
    /// <param name="notice">What has happened to it.</param>
    /// <param name="cancellationToken">Cancels the call; the mail may have been sent.</param>
    public async Task TellAsync(Order order, OrderNotice notice, CancellationToken cancellationToken)
    {
        if (!IsMailed(notice))
            return;
        using var late = new CancellationTokenSource(MailsFor, time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await SendAsync(order, notice, over.Token);
        }
#pragma warning disable CA1031 // It is nobody else's trouble.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            log.LogWarning(e, "The mail about {Notice} was not sent at once; it is tried again.", notice.Key);
            await PromiseAsync(notice, cancellationToken);
        }
    }

    /// <summary>Has it mailed out of the queue, if it is for mail at all: the queue drops a repeat within ten minutes.</summary>
    public Task PromiseAsync(OrderNotice notice, CancellationToken cancellationToken) => IsMailed(notice)
        ? queues.SendAsync(Queues.OutboundMail, new OutboundMail(notice), notice.Key, cancellationToken: cancellationToken)
        : Task.CompletedTask;

    /// <summary>Whether it is for mail, and there is a server to send by.</summary>
    public bool IsMailed(OrderNotice notice) => mailer.IsSet && SellerMails.IsMailed(notice.Entry.Event.Type);

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
        if (await orders.FindAsync(notice.OrderId, cancellationToken) is { } stored)
            await SendAsync(stored.Order, notice, cancellationToken);
    }

    private async Task SendAsync(Order order, OrderNotice notice, CancellationToken cancellationToken)
    {
        if (await sellers.FindAsync(order.SellerId, cancellationToken) is { } seller
            && await mails.ForAsync(order, notice.Entry, cancellationToken) is { } mail)
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
