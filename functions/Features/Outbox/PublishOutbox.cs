using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Orders;
using ChatPay.Functions.Platform.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ChatPay.Functions.Features.Outbox;

/// <summary>Dispatches the effects on the order itself that its commits have enqueued, when the committing run has not done so:
/// starts and wakes orchestrations. Money depends on them, so they come first and wait for nothing else; notices are published by
/// <see cref="PublishNotices"/>, from a queue of its own. At least once: a row is deleted after its effect, so a crash in between
/// repeats it; every receiver is idempotent.</summary>
public sealed class PublishOutbox(
    ChatPayTables tables, Queues queues, OrderDriver driver, RetryingConsumer consumer, TimeProvider time)
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
                // A retry reads what is left.
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
        var failures = await driver.DriveAsync(
            trigger.OrderId, rows.FindAll(r => r.Row.IsDriving), areNew: written is not null, orchestrations, cancellationToken);

        // Sent even when a start fails: the chat says what has happened, whatever becomes of the rest.
        var late = failures.Count == 0 ? trigger.Late : null;
        if (written is not null && trigger.Tells)
            await TellAsync([.. rows.Where(r => r.IsDone).Select(r => r.Key)]);
        else
        {
            await OutboxRows.SaveAsync(tables, trigger.OrderId, rows, cancellationToken);
            if (rows.Any(r => !r.Row.IsDriving))
                await TellAsync([]);
            else
                await OutboxRows.TakeBackAsync(queues, late, cancellationToken);
        }

        OutboxRows.Throw(failures);

        // The publisher of the notices deletes the dispatched rows along with them, in one transaction.
        Task TellAsync(string[] done) => queues.SendAsync(
            Queues.Notices, new OutboxTrigger(trigger.OrderId) { Done = done, Late = late }, cancellationToken: cancellationToken);
    }
}
