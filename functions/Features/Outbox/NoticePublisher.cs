using ChatPay.Functions.Features.Conversations;
using ChatPay.Functions.Features.Mail;
using ChatPay.Functions.Features.Operations;
using ChatPay.Functions.Features.OrderEvents;
using ChatPay.Functions.Features.Shipping.Tracking;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Outbox;

/// <summary>Publishes what has happened to an order to operators, the conversation, the seller's mail, other systems, and the
/// provider. They are independent: a busy feed or a missing topic does not hold up the chat. For each of them an order's notices
/// come in order, at least once. The provider may be slow, or down for days: it comes last, with a time limit, after which an
/// orchestration tries again.</summary>
public sealed class NoticePublisher(
    ChatPayTables tables,
    Queues queues,
    OrderAlertQueue attention,
    TellConversation chat,
    PublishOrderEvents events,
    MailSellers mail,
    ReportTracking tracking,
    OrderDriver driver,
    TimeProvider time,
    ILogger<NoticePublisher> log) : INoticePublisher
{
    // As long as a run that has just changed an order may be held up; then a message does it, with more patience.
    private static readonly TimeSpan PublishesFor = TimeSpan.FromSeconds(5);

    // What was published by then is saved all the same, or it is published again.
    private static readonly TimeSpan SavesFor = TimeSpan.FromSeconds(2);

    // A receiver that hangs or fails does not hold up each of the many orders that one run may change.
    private readonly CallRest _rest = new(time, TimeSpan.FromSeconds(30));

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

    /// <inheritdoc/>
    public async Task<bool> TryPublishAsync(OutboxTrigger trigger, CancellationToken cancellationToken)
    {
        if (_rest.IsOn)
            return false;
        using var late = new CancellationTokenSource(PublishesFor, time);
        try
        {
            return await PublishAsync(trigger, null, cancellationToken, late.Token);
        }
#pragma warning disable CA1031 // A message does it again.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            _rest.Begin();
            log.LogWarning(e, "The notices of order {OrderId} could not be published at once; a message does it.", trigger.OrderId);
            return false;
        }
    }

    /// <summary>Publishes them; what fails is published by the next call.</summary>
    /// <param name="trigger">The message.</param>
    /// <param name="orchestrations">The client for a report to the provider that does not succeed; null leaves out the reports,
    /// because the provider may be slow.</param>
    /// <param name="cancellationToken">Cancels the call; some may have been published.</param>
    /// <param name="late">Ends the publishing; what was published is still saved.</param>
    /// <returns>Whether nothing is left to report.</returns>
    /// <exception cref="Exception">One that decides about redelivery: something failed.</exception>
    internal async Task<bool> PublishAsync(
        OutboxTrigger trigger,
        DurableTaskClient? orchestrations,
        CancellationToken cancellationToken,
        CancellationToken late = default)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(late, cancellationToken);
        var (order, all) = await OutboxRows.OpenAsync(tables, trigger.OrderId, over.Token);
        // Every order has rows from the transaction that creates it.
        var rows = all.Where(r => r.Row.IsNotice).ToList();
        var failures = new List<Exception>();
        foreach (var (name, tellAsync) in Receivers)
        {
            try
            {
                var untold = rows.FindAll(r => !r.Row.Told.Contains(name));
                if (untold.Count > 0)
                    await tellAsync(order!.Order, untold, row => row.Row = row.Row with { Told = [.. row.Row.Told, name] }, over.Token);
            }
#pragma warning disable CA1031 // One receiver's failure must not affect the others.
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                failures.Add(e);
                if (late.IsCancellationRequested)
                    break;
            }
        }

        if (orchestrations is not null)
            failures.AddRange(await ReportAsync(order, all, orchestrations, cancellationToken));
        foreach (var row in all)
            row.IsDone |= row.Row.IsNotice ? row.Row.Told.Count == Receivers.Length : trigger.Done.Contains(row.Key);
        await SaveAsync(trigger.OrderId, all, isLate: late.IsCancellationRequested, cancellationToken);
        OutboxRows.Throw(failures);
        if (all.Any(r => r is { Row.IsReport: true, IsDone: false }))
            return false;
        // What an earlier commit has left is dispatched by the late trigger, which reads the whole outbox.
        var now = time.GetUtcNow();
        if (!all.Any(r => r.IsLeft(now)))
            await OutboxRows.TakeBackAsync(queues, trigger.Late, cancellationToken);
        return true;
    }

    private async Task SaveAsync(string orderId, List<OutboxRows.Opened> rows, bool isLate, CancellationToken cancellationToken)
    {
        using var saving = new CancellationTokenSource(isLate ? SavesFor : Timeout.InfiniteTimeSpan, time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(saving.Token, cancellationToken);
        await OutboxRows.SaveAsync(tables, orderId, rows, over.Token);
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
