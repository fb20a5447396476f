using ChatPay.Functions.Platform.Messaging;
using ChatPay.Functions.Platform.Storage;
using Microsoft.Extensions.Logging;

namespace ChatPay.Functions.Platform.Orders;

/// <summary>Does what an order's commits promise: drives the order and publishes its notices, itself or by a message.</summary>
public sealed class CommitFollowUp(Queues queues, OrderDriver driver, TimeProvider time, ILogger<CommitFollowUp> log)
{
    // An engine that does not respond keeps no caller waiting: a message makes the call later.
    private static readonly TimeSpan DrivesFor = TimeSpan.FromSeconds(5);

    // Nor is it called again for each of the many orders that one run may commit.
    private static readonly TimeSpan EngineRestsFor = TimeSpan.FromSeconds(30);
    private readonly CallRest _engine = new(time, EngineRestsFor);

    /// <summary>Drives the order first: directly, or else by a message with the rows themselves. The notices follow, and whoever
    /// publishes them, this run or the receiver of a message, deletes the rows that are done.</summary>
    public async Task RunAsync(string orderId, CommitsTogether commits, CancellationToken cancellationToken)
    {
        if (commits.Promises.Count == 0)
            return;
        var trigger = new OutboxTrigger(orderId) { Late = commits.Late, WrittenAt = commits.WrittenAt };
        var driving = commits.Promises.Where(p => p.Value.IsDriving).ToDictionary();
        if (driving.Count > 0 && !await IsDrivenAsync(orderId, driving, commits, cancellationToken))
        {
            var tells = driving.Count < commits.Promises.Count;
            await queues.SendAsync(
                Queues.OutboxTriggers, trigger with { Written = driving, Tells = tells }, cancellationToken: cancellationToken);
            return;
        }

        trigger = trigger with { Done = [.. driving.Keys] };
        if (commits.After is { Notices: not null, IsPostponed: true } after)
            after.Postpone(trigger);
        else
            await TellAsync(trigger, commits.After?.Notices, cancellationToken);
    }

    /// <summary>Publishes the notices that were postponed, for half a minute at most: by then their late triggers have arrived, which
    /// also do what fails here.</summary>
    public async Task TellPostponedAsync(AfterCommit after, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(OutboxTrigger.Fresh, time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        await Many.ForEachAsync(
            after.TakeAll().Where(trigger => OutboxTrigger.IsFresh(trigger.WrittenAt, time.GetUtcNow())),
            trigger => TryTellAsync(trigger, after.Notices, over.Token));
    }

    /// <summary>Like <see cref="RunAsync"/>, for a caller who gets the failure of the work, not of this.</summary>
    public async Task TryRunAsync(string orderId, CommitsTogether commits)
    {
        try
        {
            await RunAsync(orderId, commits, CancellationToken.None);
        }
#pragma warning disable CA1031 // The late trigger does it.
        catch (Exception)
#pragma warning restore CA1031
        {
            // It has been scheduled already.
        }
    }

    private async Task TellAsync(OutboxTrigger trigger, INoticePublisher? notices, CancellationToken cancellationToken)
    {
        if (notices is null || !await notices.TryPublishAsync(trigger, cancellationToken))
            await queues.SendAsync(Queues.Notices, trigger, cancellationToken: cancellationToken);
    }

    private async Task TryTellAsync(OutboxTrigger trigger, INoticePublisher? notices, CancellationToken cancellationToken)
    {
        try
        {
            await TellAsync(trigger, notices, cancellationToken);
        }
#pragma warning disable CA1031 // The late trigger does it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.LogWarning(e, "The notices of order {OrderId} are left to its late trigger.", trigger.OrderId);
        }
    }

    private async Task<bool> IsDrivenAsync(
        string orderId, Dictionary<string, OutboxRow> driving, CommitsTogether commits, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // As for a message: older rows may have been dispatched by the late trigger, and be over.
        if (commits.After?.Orchestrations is not { } orchestrations || !OutboxTrigger.IsFresh(commits.WrittenAt, now)
            || _engine.IsOn)
            return false;
        using var late = new CancellationTokenSource(DrivesFor, time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            var failures = await driver.DriveAsync(orderId, OutboxRows.Of(driving), areNew: true, orchestrations, over.Token);
            return failures.Count == 0;
        }
        catch (Exception) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            _engine.Begin();
            return false;
        }
    }
}
