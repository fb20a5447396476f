using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Platform.Messaging;

namespace ChatPay.Functions.Features.Operations;

/// <summary>What no consumer could process: looked at, put back into its queue when the cause is gone, or taken out.</summary>
public sealed class DeadLetters(Queues queues)
{
    private const int MaxLookedAt = 1_000;
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(2);

    /// <summary>A message that was given up. What it says is not shown: it may be a buyer's words.</summary>
    /// <param name="Queue">Where from.</param>
    /// <param name="MessageId">Of the message.</param>
    /// <param name="EnqueuedAt">When it was sent, UTC.</param>
    /// <param name="Deliveries">How often it was tried.</param>
    /// <param name="Reason">Why it was given up, as the queue says it.</param>
    public sealed record View(string Queue, string MessageId, DateTimeOffset EnqueuedAt, int Deliveries, string? Reason);

    /// <summary>The oldest of a queue, without taking them, each with its number there.</summary>
    /// <param name="queue">Its name.</param>
    /// <param name="from">The first number that is wanted.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<IReadOnlyList<(View Letter, long Number)>> PeekAsync(
        string queue, long from, int limit, CancellationToken cancellationToken)
    {
        await using var receiver = queues.DeadLettersOf(queue);
        var found = new List<(View, long Number)>();
        // One look may show fewer than there are.
        while (found.Count < limit && await receiver.PeekMessagesAsync(limit - found.Count, from, cancellationToken) is { Count: > 0 } seen)
        {
            found.AddRange(seen.Select(m =>
                (new View(queue, m.MessageId, m.EnqueuedTime, m.DeliveryCount, m.DeadLetterReason), m.SequenceNumber)));
            from = found[^1].Number + 1;
        }

        return found;
    }

    /// <summary>Puts them back, the oldest first. Each is sent before it is taken out: a crash in between sends it twice, which its
    /// consumer bears.</summary>
    /// <returns>How many.</returns>
    public async Task<int> ResubmitAsync(string queue, int limit, CancellationToken cancellationToken)
    {
        await using var receiver = queues.DeadLettersOf(queue);
        // As many as are there now: one that fails again at once is not put back once more.
        var there = (await receiver.PeekMessagesAsync(limit, cancellationToken: cancellationToken)).Count;
        var count = 0;
        while (count < there && await receiver.ReceiveMessageAsync(MaxWait, cancellationToken) is { } dead)
        {
            await queues.SendAgainAsync(queue, dead, cancellationToken);
            await receiver.CompleteMessageAsync(dead, cancellationToken);
            count++;
        }

        return count;
    }

    /// <summary>Takes the message with this id out for good. Those before it are put back as they were.</summary>
    /// <returns>False when it is not there.</returns>
    public async Task<bool> DiscardAsync(string queue, string messageId, CancellationToken cancellationToken)
    {
        await using var receiver = queues.DeadLettersOf(queue);
        // Nobody waits for a message that is not there.
        var there = await receiver.PeekMessagesAsync(MaxLookedAt, cancellationToken: cancellationToken);
        if (!there.Any(m => m.MessageId == messageId))
            return false;
        var others = new List<ServiceBusReceivedMessage>();
        try
        {
            while (others.Count < there.Count && await receiver.ReceiveMessageAsync(MaxWait, cancellationToken) is { } dead)
            {
                if (dead.MessageId == messageId)
                {
                    await receiver.CompleteMessageAsync(dead, cancellationToken);
                    return true;
                }

                others.Add(dead);
            }

            return false;
        }
        finally
        {
            // Dead letters are not given up a second time, however often they are put back.
            foreach (var other in others)
                await receiver.AbandonMessageAsync(other, cancellationToken: CancellationToken.None);
        }
    }
}
