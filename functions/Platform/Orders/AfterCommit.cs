using System.Collections.Concurrent;
using Microsoft.DurableTask.Client;

namespace ChatPay.Functions.Platform.Orders;

/// <summary>What a run does itself after it has changed orders. Messages do the rest, and whatever fails here.</summary>
public sealed class AfterCommit
{
    private readonly ConcurrentQueue<(string OrderId, CommitsTogether Commits)> _postponed = new();

    /// <summary>The client with which it drives the orders; null leaves that to messages.</summary>
    public DurableTaskClient? Orchestrations { get; init; }

    /// <summary>Publishes the notices; null leaves that to messages. Only for runs that no caller waits for: it takes several round
    /// trips, and longer when a receiver is slow.</summary>
    public INoticePublisher? Notices { get; init; }

    /// <summary>Whether all of it waits for <see cref="OrderStore.FollowUpAsync"/>, because the run has something more urgent to do.
    /// Late triggers stand in for it until then.</summary>
    public bool IsPostponed { get; init; }

    internal void Postpone(string orderId, CommitsTogether commits) => _postponed.Enqueue((orderId, commits));

    /// <summary>Takes out what was postponed.</summary>
    internal IEnumerable<(string OrderId, CommitsTogether Commits)> TakeAll()
    {
        while (_postponed.TryDequeue(out var postponed))
            yield return postponed;
    }
}
