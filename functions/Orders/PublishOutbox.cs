using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Mail;
using ChatPay.Functions.Operations;
using ChatPay.Functions.OrderEvents;
using ChatPay.Functions.Shared.Messaging;
using ChatPay.Functions.Shared.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Orders;

/// <summary>"Look whether this order has unsent outbox rows."</summary>
public sealed record Kick(string OrderId);

/// <summary>
/// Carries out what an order's commits have promised: starts and wakes orchestrations, tells operators, other systems and the conversation. At least once,
/// in the order of the rows: a row is deleted after its effect, so a crash in between repeats it, which every receiver bears.
/// </summary>
public sealed class PublishOutbox(ChatPayTables tables, Queues queues, OrderAttention attention, PublishOrderEvents events, MailSellers mail, PatientConsumer consumer, ILogger<PublishOutbox> log)
{
    [Function(nameof(PublishOutbox))]
    public Task RunAsync(
        [ServiceBusTrigger(Queues.Kicks, Connection = Queues.Connection)] ServiceBusReceivedMessage message,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken) =>
        consumer.RunAsync<Kick>(Queues.Kicks, message, (kick, token) => PublishAsync(kick.OrderId, orchestrations, token), cancellationToken);

    private async Task PublishAsync(string orderId, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        await foreach (var row in ChatPayTables.WithPrefix(tables.Orders, orderId, OrderRows.Outbox, cancellationToken))
        {
            await CarryOutAsync(orderId, Documents.FromRow<OutboxRow>(row), orchestrations, cancellationToken);
            await tables.Orders.DeleteEntityAsync(orderId, row.RowKey, cancellationToken: cancellationToken);
        }
    }

    private Task CarryOutAsync(string orderId, OutboxRow row, DurableTaskClient orchestrations, CancellationToken cancellationToken) => row switch
    {
        { Start: { } start } => StartOnceAsync(orderId, start, orchestrations, cancellationToken),
        { Signal: { } signal } => WakeAsync(orderId, signal, orchestrations, cancellationToken),
        { Notice: { } notice } => TellAsync(notice, cancellationToken),
        _ => Task.CompletedTask,
    };

    private async Task TellAsync(OrderNotice notice, CancellationToken cancellationToken)
    {
        await attention.CarryOutAsync(notice, cancellationToken);
        await events.RunAsync(notice, cancellationToken);
        await mail.PromiseAsync(notice, cancellationToken);
        await queues.SendAsync(Queues.OutboundChat, notice, notice.Key, cancellationToken: cancellationToken);
    }

    // Nothing depends on it that a later look at the row would not find: raised to an order that has ended, one engine says
    // nothing and another throws (durable-semantics.md, External events).
    private async Task WakeAsync(string orderId, string signal, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        try
        {
            await orchestrations.RaiseEventAsync(orderId, signal, cancellation: cancellationToken);
        }
#pragma warning disable CA1031 // Code never branches on how raising an event fails.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.LogInformation(e, "The orchestration of {OrderId} was not woken by {Signal}; it looks at the row by itself.", orderId, signal);
        }
    }

    // Every status is named: an id is never started twice, not even when its instance has finished (architecture.md, rule 10).
    private static async Task StartOnceAsync(string orderId, OrchestrationStart start, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        var once = new StartOrchestrationOptions(start.InstanceId).WithDedupeStatuses([.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses]);
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
