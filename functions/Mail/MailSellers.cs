using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Operations;
using ChatPay.Functions.Orders;
using ChatPay.Functions.Sellers;
using ChatPay.Functions.Shared.Messaging;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Mail;

/// <summary>Tells sellers by mail what wants their attention: it never goes into the buyer's thread, and the seller may not have the page
/// open. At least once; a seller who has given no address reads it in the page.</summary>
public sealed class MailSellers(
    Mailer mailer, SellerMails mails, OrderStore orders, SellerStore sellers, SellerContacts contacts, Attention attention, Queues queues, PatientConsumer consumer)
{
    /// <summary>Has it mailed, if it is for mail at all.</summary>
    public Task PromiseAsync(OrderNotice notice, CancellationToken cancellationToken) => mailer.IsSet && SellerMails.IsMailed(notice.Entry.Event.Type)
        ? queues.SendAsync(Queues.OutboundMail, notice, notice.Key, cancellationToken: cancellationToken)
        : Task.CompletedTask;

    [Function(nameof(MailSellers))]
    public Task RunAsync(
        [ServiceBusTrigger(Queues.OutboundMail, Connection = Queues.Connection)] ServiceBusReceivedMessage message, CancellationToken cancellationToken) =>
        consumer.RunAsync<OrderNotice>(Queues.OutboundMail, message, SendAsync, cancellationToken);

    private async Task SendAsync(OrderNotice notice, CancellationToken cancellationToken)
    {
        if (await orders.FindAsync(notice.OrderId, cancellationToken) is not { } stored || await sellers.FindAsync(stored.Order.SellerId, cancellationToken) is not { } seller)
            return;
        if (await contacts.FindAsync(seller, cancellationToken) is not { } address || await mails.ForAsync(stored.Order, notice.Entry, cancellationToken) is not var (subject, text))
            return;

        try
        {
            await mailer.SendAsync(address, subject, text, notice.Key, cancellationToken);
        }
        catch (MailRefusedException e)
        {
            await attention.RaiseAsync(
                "mail-refused", seller.Id, $"Mail to the seller is refused for good. {e.Message}", "Ask the seller for another address.", null, cancellationToken);
        }
    }
}
