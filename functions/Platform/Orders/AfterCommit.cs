using System.Collections.Concurrent;
using Microsoft.DurableTask.Client;

namespace ChatPay.Functions.Platform.Orders;

/// <summary>What a run does itself after it has changed orders. Messages do the rest, and whatever fails here.</summary>
public sealed class AfterCommit
{
    private readonly ConcurrentQueue<OutboxTrigger> _postponed = new();

    /// <summary>The client with which it drives the orders; null leaves that to messages.</summary>
    public DurableTaskClient? Orchestrations { get; init; }

    /// <summary>Publishes the notices; null leaves that to messages. Only for runs that no caller waits for: it takes several round
    /// trips, and longer when a receiver is slow.</summary>
    public INoticePublisher? Notices { get; init; }

    /// <summary>Whether the notices wait for <see cref="CommitFollowUp.TellPostponedAsync"/>, because the run has something more urgent
    /// to do. Late triggers stand in for them until then.</summary>
    public bool IsPostponed { get; init; }

    internal void Postpone(OutboxTrigger trigger) => _postponed.Enqueue(trigger);

    /// <summary>Takes out what was postponed.</summary>
    internal IEnumerable<OutboxTrigger> TakeAll()
    {
        while (_postponed.TryDequeue(out var postponed))
            yield return postponed;
    }
}
