using ChatPay.Functions.Sale;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Platform.Orders;

/// <summary>Starts and wakes an order's orchestrations, as its commits have enqueued. At least once: a repeated start is dropped,
/// and a repeated event wakes for nothing.</summary>
public sealed class OrderDriver(ILogger<OrderDriver> log)
{
    /// <summary>Dispatches the rows that drive the order, and marks those that are done.</summary>
    /// <param name="orderId">The order's id.</param>
    /// <param name="rows">Rows of its outbox, oldest first.</param>
    /// <param name="areNew">Whether they were written just now: an order that starts later reads its own progress.</param>
    /// <param name="orchestrations">The client of the durable engine.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Why some were not done: one failed start does not affect the others.</returns>
    internal async Task<IReadOnlyList<Exception>> DriveAsync(
        string orderId,
        IReadOnlyList<OutboxRows.Opened> rows,
        bool areNew,
        DurableTaskClient orchestrations,
        CancellationToken cancellationToken)
    {
        var failures = new List<Exception>();
        foreach (var row in rows.Where(r => !r.Row.IsNotice))
        {
            try
            {
                // Of several events for one waiter, the newest carries everything.
                if (row.Row.Signal is not { } signal || row == rows.Last(r => r.Row.Signal == signal))
                    await DispatchAsync(orderId, row.Row, areNew, orchestrations, cancellationToken);
                row.IsDone = true;
            }
#pragma warning disable CA1031 // See above.
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                failures.Add(e);
            }
        }

        return failures;
    }

    private Task DispatchAsync(
        string orderId, OutboxRow row, bool isNew, DurableTaskClient orchestrations, CancellationToken cancellationToken) =>
        row switch
        {
            { Start: { } start } => StartOnceAsync(orderId, start, isNew ? row.News : null, orchestrations, cancellationToken),
            { Signal: { } signal } => WakeAsync(orderId, signal, row.News, orchestrations, cancellationToken),
            _ => Task.CompletedTask,
        };

    // Nothing depends on an event that a later read of the row would not find: raised to an order that has ended, one engine
    // ignores it and another throws. A cancellation is rethrown: the gRPC client reports it by a status.
    private async Task WakeAsync(
        string orderId, string signal, string? news, DurableTaskClient orchestrations, CancellationToken cancellationToken)
    {
        try
        {
            await orchestrations.RaiseEventAsync(orderId, signal, news, cancellationToken);
        }
#pragma warning disable CA1031 // Nothing depends on how raising an event fails.
        catch (Exception e) when (e is not OperationCanceledException && !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            log.LogInformation(
                e,
                "The orchestration of {OrderId} was not woken by {Signal}; it looks at the row by itself.",
                orderId,
                signal);
        }
    }

    // With every dedupe status, an id is not started twice while the engine has its instance, not even when that has finished.
    private static async Task StartOnceAsync(
        string orderId,
        OrchestrationStart start,
        string? news,
        DurableTaskClient orchestrations,
        CancellationToken cancellationToken)
    {
        var once = new StartOrchestrationOptions(start.InstanceId).WithDedupeStatuses([
            .. StartOrchestrationOptionsExtensions.ValidDedupeStatuses,
        ]);
        try
        {
            await orchestrations.ScheduleNewOrchestrationInstanceAsync(start.Name, news ?? orderId, once, cancellationToken);
        }
        catch (DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException)
        {
            // A repeat of this row.
        }
    }
}
