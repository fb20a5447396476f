using ChatPay.Functions.Platform.Alerts;
using ChatPay.Functions.Platform.Messaging;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Functions.Features.Operations;

/// <summary>Each hour, alerts an operator to queues with dead letters, and resolves the alert when they are gone.</summary>
public sealed class CheckDeadLetters(DeadLetters deadLetters, OperatorAlerts attention, TimeProvider time)
{
    private const string Kind = "dead-letters";
    private const int Most = 100;

    // How often to look for an alert that another instance raised and could not resolve.
    private static readonly TimeSpan LookAgain = TimeSpan.FromHours(24);

    [Function(nameof(CheckDeadLetters))]
    public async Task RunAsync([TimerTrigger("%DeadLetterSchedule%")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var found = new List<(string Queue, IReadOnlyList<(DeadLetters.View Letter, long Number)> Dead)>();
        foreach (var queue in Queues.All)
            found.Add((queue, await deadLetters.PeekAsync(queue, 0, Most, cancellationToken)));

        // In most hours there is nothing to raise, and nothing to resolve since the last check.
        var areNone = found.All(f => f.Dead.Count == 0);
        var now = time.GetUtcNow();
        if (areNone && now < deadLetters.NoneSeenAt + LookAgain)
            return;

        deadLetters.NoneSeenAt = null;
        var told = (await attention.ListOpenAsync(cancellationToken)).Where(i => i.Kind == Kind).Select(i => i.Subject).ToHashSet();
        foreach (var (queue, dead) in found)
        {
            if (dead.Count == 0)
            {
                if (told.Contains(queue))
                    await attention.ClearAsync(Kind, queue, "There are none any more.", cancellationToken);
                continue;
            }

            var oldest = dead[0].Letter;
            await attention.RaiseAsync(
                Kind,
                queue,
                $"{(dead.Count == Most ? $"{Most} or more messages" : $"{dead.Count} of the messages")} of {queue} could not be "
                    + $"processed; the oldest is of {oldest.EnqueuedAt:yyyy-MM-dd HH:mm} UTC ({oldest.Reason ?? "no reason given"}).",
                $"View them (GET /api/v1/ops/dead-letters?queue={queue}) and search the log for their IDs. When the cause is gone, "
                    + $"resubmit them (POST /api/v1/ops/dead-letters/{queue}/resubmission); discard what will never be processed (POST "
                    + $"/api/v1/ops/dead-letters/{queue}/disposal with its messageId).",
                null, cancellationToken);
        }

        if (areNone)
            deadLetters.NoneSeenAt = now;
    }
}
