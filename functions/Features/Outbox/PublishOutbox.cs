using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using ChatPay.Functions.Sale;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Features.Outbox;

/// <summary>
/// Carries out what an order's commits have promised to the order itself: starts and wakes orchestrations. Money depends on it, so it comes
/// first and waits for nothing else; who is to be told is told by <see cref="PublishNotices"/>, out of a queue of its own. At least once: a
/// row is deleted after its effect, so a crash in between repeats it; every receiver is idempotent.
/// </summary>
public sealed class PublishOutbox(
    ChatPayTables tables, Queues queues, RetryingConsumer consumer, TimeProvider time, ILogger<PublishOutbox> log)
{
    [Function(nameof(PublishOutbox))]
    public Task RunAsync(
        [ServiceBusTrigger(Queues.OutboxTriggers, Connection = Queues.Connection)] ServiceBusReceivedMessage message,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken)
    {
        var looks = message.DeliveryCount > 1;
        return consumer.RunAsync<OutboxTrigger>(
            Queues.OutboxTriggers,
            message,
            (trigger, token) =>
            {
                // What is done again looks at what is left.
                var next = looks ? trigger with { Written = null } : trigger;
                looks = true;
                return PublishAsync(next, orchestrations, token);
            },
            cancellationToken);
    }

    private async Task PublishAsync(OutboxTrigger trigger, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        var written = trigger.Believed(time.GetUtcNow());
        var rows = written is null ? await OutboxRows.ListAsync(tables, trigger.OrderId, cancellationToken) : OutboxRows.Of(written);
        var failures = new List<Exception>();
        foreach (var row in rows.Where(r => !r.Row.IsNotice))
        {
            try
            {
                await DispatchAsync(trigger.OrderId, row.Row, orchestrations, cancellationToken);
                row.IsDone = true;
            }
#pragma warning disable CA1031 // One start's trouble is not the others'.
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                failures.Add(e);
            }
        }

        // Told even when a start fails: the chat says what has happened, whatever becomes of the rest.
        var late = failures.Count == 0 ? trigger.Late : null;
        if (written is not null && trigger.Tells)
            await TellAsync([.. rows.Where(r => r.IsDone).Select(r => r.Key)]);
        else
        {
            await OutboxRows.SaveAsync(tables, trigger.OrderId, rows, cancellationToken);
            if (rows.Any(r => r.Row.IsNotice))
                await TellAsync([]);
            else
                await OutboxRows.TakeBackAsync(queues, late, cancellationToken);
        }

        OutboxRows.Throw(failures);

        // Who tells deletes what is done along with the notices, in one transaction.
        Task TellAsync(string[] done) => queues.SendAsync(
            Queues.Notices, new OutboxTrigger(trigger.OrderId) { Done = done, Late = late }, cancellationToken: cancellationToken);
    }

    private Task DispatchAsync(string orderId, OutboxRow row, DurableTaskClient orchestrations, CancellationToken cancellationToken) =>
        row switch
        {
            { Start: { } start } => StartOnceAsync(orderId, start, orchestrations, cancellationToken),
            { Signal: { } signal } => WakeAsync(orderId, signal, row.News, orchestrations, cancellationToken),
            _ => Task.CompletedTask,
        };

    // Nothing depends on it that a later look at the row would not find: raised to an order that has ended, one engine says
    // nothing and another throws.
    private async Task WakeAsync(
        string orderId, string signal, string? news, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        try
        {
            await orchestrations.RaiseEventAsync(orderId, signal, news, cancellationToken);
        }
#pragma warning disable CA1031 // Code never branches on how raising an event fails.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.LogInformation(
                e,
                "The orchestration of {OrderId} was not woken by {Signal}; it looks at the row by itself.",
                orderId,
                signal);
        }
    }

    // Every status is named: an id is never started twice, not even when its instance has finished.
    private static async Task StartOnceAsync(
        string orderId,
        OrchestrationStart start,
        DurableTaskClient orchestrations,
        CancellationToken cancellationToken)
    {
        var once = new StartOrchestrationOptions(start.InstanceId).WithDedupeStatuses([
            .. StartOrchestrationOptionsExtensions.ValidDedupeStatuses,
        ]);
        try
        {
            await orchestrations.ScheduleNewOrchestrationInstanceAsync(start.Name, orderId, once, cancellationToken);
        }
        catch (DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException)
        {
            // A repeat of this row.
        }
    }
}
