using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Features.Mail;
using ChatPay.Functions.Features.Operations;
using ChatPay.Functions.Features.OrderEvents;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Outbox;

/// <summary>
/// Tells operators, the conversation, the seller by mail, and other systems what has happened to an order. Each of them gets on by itself:
/// a feed that is busy or a topic that is missing keeps the chat from nothing. Within one of them an order's notices come in their order,
/// at least once.
/// </summary>
public sealed class PublishNotices(
    ChatPayTables tables, Queues queues, OrderAlertQueue attention, PublishOrderEvents events, MailSellers mail, RetryingConsumer consumer)
{
    private (string Name, Func<OrderNotice, CancellationToken, Task> TellAsync)[] Receivers =>
    [
        ("attention", attention.DispatchAsync),
        ("chat", (notice, token) => queues.SendAsync(Queues.OutboundChat, notice, notice.Key, cancellationToken: token)),
        ("mail", mail.PromiseAsync),
        ("feed", events.AppendAsync),
        ("topic", events.PublishAsync),
    ];

    [Function(nameof(PublishNotices))]
    public Task RunAsync(
        [ServiceBusTrigger(Queues.Notices, Connection = Queues.Connection)] ServiceBusReceivedMessage message,
        CancellationToken cancellationToken
    ) => consumer.RunAsync<OutboxTrigger>(Queues.Notices, message, (kick, token) => PublishAsync(kick.OrderId, token), cancellationToken);

    private async Task PublishAsync(string orderId, CancellationToken cancellationToken)
    {
        var rows = (await OutboxRows.ListAsync(tables, orderId, cancellationToken)).Where(r => r.Row.IsNotice).ToList();
        var failures = new List<Exception>();
        foreach (var (name, tellAsync) in Receivers)
        {
            try
            {
                foreach (var row in rows.Where(r => !r.Row.Told.Contains(name)))
                {
                    await tellAsync(row.Row.Notice!, cancellationToken);
                    row.Row = row.Row with { Told = [.. row.Row.Told, name] };
                }
            }
#pragma warning disable CA1031 // One receiver's trouble is not the others'.
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                failures.Add(e);
            }
        }

        foreach (var row in rows)
            row.IsDone = row.Row.Told.Count == Receivers.Length;
        await OutboxRows.SaveAsync(tables, orderId, rows, cancellationToken);
        OutboxRows.Throw(failures);
    }
}
