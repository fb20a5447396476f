using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Features.Conversations;
using ChatPay.Functions.Features.Mail;
using ChatPay.Functions.Features.Operations;
using ChatPay.Functions.Features.OrderEvents;
using ChatPay.Functions.Features.Shipping.Tracking;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Outbox;

/// <summary>Publishes what has happened to an order to operators, the conversation, the seller's mail, other systems, and the
/// provider. They are independent: a busy feed or a missing topic does not hold up the chat. For each of them an order's notices
/// come in order, at least once. The provider may be slow, or down for days: it comes last, with a time limit, after which an
/// orchestration tries again.</summary>
public sealed class PublishNotices(
    ChatPayTables tables,
    Queues queues,
    OrderAlertQueue attention,
    TellConversation chat,
    PublishOrderEvents events,
    MailSellers mail,
    ReportTracking tracking,
    OrderDriver driver,
    RetryingConsumer consumer,
    TimeProvider time,
    ILogger<PublishNotices> log)
{
    // Longer than the provider takes on a bad day, and short enough for the notices that wait behind.
    private static readonly TimeSpan ReportsFor = TimeSpan.FromSeconds(15);

    private Receiver[] Receivers =>
    [
        Each("attention", attention.DispatchAsync),
        Each("chat", chat.TellAsync),
        Each("mail", (_, notice, token) => mail.PromiseAsync(notice, token)),
        new("feed", async (_, rows, told, token) =>
        {
            await events.AppendAsync(rows.Select(row => row.Row.Notice!), token);
            rows.ForEach(told);
        }),
        Each("topic", (_, notice, token) => events.PublishAsync(notice, token)),
    ];

    [Function(nameof(PublishNotices))]
    public Task RunAsync(
        [ServiceBusTrigger(Queues.Notices, Connection = Queues.Connection)] ServiceBusReceivedMessage message,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    ) => consumer.RunAsync<OutboxTrigger>(
        Queues.Notices, message, (trigger, token) => PublishAsync(trigger, orchestrations, token), cancellationToken);

    private async Task PublishAsync(OutboxTrigger trigger, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        var (order, all) = await OutboxRows.OpenAsync(tables, trigger.OrderId, cancellationToken);
        // Every order has rows from the transaction that creates it.
        var rows = all.Where(r => r.Row.IsNotice).ToList();
        var failures = new List<Exception>();
        foreach (var (name, tellAsync) in Receivers)
        {
            try
            {
                var untold = rows.FindAll(r => !r.Row.Told.Contains(name));
                if (untold.Count > 0)
                    await tellAsync(
                        order!.Order, untold, row => row.Row = row.Row with { Told = [.. row.Row.Told, name] }, cancellationToken);
            }
#pragma warning disable CA1031 // One receiver's failure must not affect the others.
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                failures.Add(e);
            }
        }

        failures.AddRange(await ReportAsync(order, all, orchestrations, cancellationToken));
        foreach (var row in all)
            row.IsDone |= row.Row.IsNotice ? row.Row.Told.Count == Receivers.Length : trigger.Done.Contains(row.Key);
        await OutboxRows.SaveAsync(tables, trigger.OrderId, all, cancellationToken);
        OutboxRows.Throw(failures);
        // What an earlier commit has left is dispatched by the late trigger, which reads the whole outbox.
        var now = time.GetUtcNow();
        if (!all.Any(r => r.IsLeft(now)))
            await OutboxRows.TakeBackAsync(queues, trigger.Late, cancellationToken);
    }

    /// <summary>Reports shipments to the provider. If that fails, or takes too long, the orchestration that retries for weeks is
    /// started.</summary>
    /// <returns>Why even that was not possible.</returns>
    private async Task<IReadOnlyList<Exception>> ReportAsync(
        StoredOrder? order, List<OutboxRows.Opened> all, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        var reports = all.FindAll(row => row.Row.IsReport);
        if (order is null || reports.Count == 0)
            return [];
        if (tracking.Rest.IsOn || !await TryReportAsync(order, cancellationToken))
            return await driver.DriveAsync(order.Order.Id, reports, areNew: false, orchestrations, cancellationToken);
        reports.ForEach(row => row.IsDone = true);
        return [];
    }

    private async Task<bool> TryReportAsync(StoredOrder order, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(ReportsFor, time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await tracking.ReportAsync(order, over.Token);
            return true;
        }
#pragma warning disable CA1031 // See above.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            if (late.IsCancellationRequested)
                tracking.Rest.Begin();
            log.LogWarning(e, "The shipments of order {OrderId} could not be reported to the provider; it is tried again.", order.Order.Id);
            return false;
        }
    }

    /// <summary>A receiver that handles each notice separately: those that succeeded stay so when the next one fails.</summary>
    private static Receiver Each(string name, Func<Order, OrderNotice, CancellationToken, Task> tellAsync) =>
        new(name, async (order, rows, told, token) =>
        {
            foreach (var row in rows)
            {
                await tellAsync(order, row.Row.Notice!, token);
                told(row);
            }
        });

    /// <param name="Name">Its name in the rows.</param>
    /// <param name="TellAsync">Publishes these rows, oldest first, and marks each that was published.</param>
    private sealed record Receiver(
        string Name, Func<Order, List<OutboxRows.Opened>, Action<OutboxRows.Opened>, CancellationToken, Task> TellAsync);
}
