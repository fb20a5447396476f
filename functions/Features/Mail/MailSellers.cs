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
/// open. At least once; a seller without a mail address reads it on the page. Operators' mail is in the same queue
/// (<see cref="MailOperators"/>).</summary>
public sealed class MailSellers(
    Mailer mailer,
    SellerMails mails,
    OrderStore orders,
    SellerStore sellers,
    SellerContacts contacts,
    MailOperators operators,
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
        { Alerts: { } digest } => operators.SendAsync(digest, cancellationToken),
        _ => Task.CompletedTask,
    };

    // An address that is refused for now is tried again alone: the others would get the mail with each try.
    private async Task SendAsync(SellerMail mail, string id, CancellationToken cancellationToken)
    {
        if (await sellers.FindAsync(mail.SellerId, cancellationToken) is not { } seller)
            return;

        IReadOnlyList<string> references = [.. ReferencesOf(seller, mail).Where(r => mail.Reference is null || mail.Reference == r)];
        if (references is [var only])
        {
            if (await contacts.FindAsync(only, cancellationToken) is { } address)
                await SendToAsync(seller.Id, address, SellerMails.For(mail, seller.ReadsIn), id, cancellationToken);
            return;
        }

        // An address that was replaced and set again has two references. All are read before the first is sent, and the ids are those
        // of the change, not of this message: it may be put back.
        var byAddress = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var reference in references)
        {
            if (await contacts.FindAsync(reference, cancellationToken) is { } address)
                byAddress.TryAdd(address, reference);
        }

        foreach (var reference in byAddress.Values)
            await queues.SendAsync(
                Queues.OutboundMail,
                new OutboundMail(Seller: mail with { Reference = reference }),
                $"{seller.Id}-{(mail.ReceiverChangedAt ?? mail.ContactReplacedAt)?.UtcTicks}-{reference}",
                cancellationToken: cancellationToken);
    }

    private static IEnumerable<string> ReferencesOf(Seller seller, SellerMail mail)
    {
        IReadOnlyList<string> current = seller.ContactReference is { } own ? [own] : [];
        var replaced = seller.ReplacedContacts ?? [];
        return mail switch
        {
            { ReceiverChangedAt: { } at } => at == seller.ReceiverChangedAt ? [.. current, .. replaced.Select(c => c.Reference)] : [],
            { ContactReplacedAt: { } at } => replaced.Where(c => c.ReplacedAt == at).Select(c => c.Reference),
            _ => current,
        };
    }

    private async Task SendAsync(OrderNotice notice, CancellationToken cancellationToken)
    {
        if (await orders.FindAsync(notice.OrderId, cancellationToken) is not { } stored
            || await sellers.FindAsync(stored.Order.SellerId, cancellationToken) is not { } seller)
            return;
        if (await mails.ForAsync(stored.Order, notice.Entry, seller.ReadsIn, cancellationToken) is { } mail
            && await contacts.FindAsync(seller.ContactReference, cancellationToken) is { } address)
            await SendToAsync(seller.Id, address, mail, notice.Key, cancellationToken);
    }

    private async Task SendToAsync(
        string sellerId, string address, (string Subject, string Text) mail, string id, CancellationToken cancellationToken)
    {
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
