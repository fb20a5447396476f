using System.Text;
using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Platform.Messaging;

namespace ChatPay.Functions.Features.Operations;

/// <summary>What no consumer could process: looked at, put back into its queue when the cause is gone, or taken out.</summary>
public sealed class DeadLetters(Queues queues)
{
    private const int MaxLookedAt = 1_000;
    private const int MaxBodyShown = 16 * 1_024;
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(2);

    /// <summary>When it was last seen that there are none and that no operator is told of any, UTC; null when there is something to be
    /// seen to. Each instance of the app knows by itself.</summary>
    public DateTimeOffset? NoneSeenAt { get; set; }

    /// <summary>A message that was given up. What it says is not in the list.</summary>
    /// <param name="Queue">Where from.</param>
    /// <param name="MessageId">Of the message.</param>
    /// <param name="EnqueuedAt">When it was sent, UTC.</param>
    /// <param name="Deliveries">How often it was tried.</param>
    /// <param name="Reason">Why it was given up, as the queue says it.</param>
    public sealed record View(string Queue, string MessageId, DateTimeOffset EnqueuedAt, int Deliveries, string? Reason);

    /// <summary>A message that was given up, with what it says.</summary>
    /// <param name="Queue">Where from.</param>
    /// <param name="MessageId">Of the message.</param>
    /// <param name="EnqueuedAt">When it was sent, UTC.</param>
    /// <param name="Deliveries">How often it was tried.</param>
    /// <param name="Reason">Why it was given up, as the queue says it.</param>
    /// <param name="Description">More of that.</param>
    /// <param name="Body">What it says, as text, at most 16 KiB of it; absent for what comes in from chats: those are people's
    /// words.</param>
    public sealed record Content(
        string Queue, string MessageId, DateTimeOffset EnqueuedAt, int Deliveries, string? Reason, string? Description, string? Body);

    /// <summary>The oldest of a queue, without taking them, each with its number there.</summary>
    /// <param name="queue">Its name.</param>
    /// <param name="from">The first number that is wanted.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<IReadOnlyList<(View Letter, long Number)>> PeekAsync(
        string queue, long from, int limit, CancellationToken cancellationToken)
    {
        await using var receiver = queues.DeadLettersOf(queue);
        return
        [
            .. (await LookAsync(receiver, from, limit, cancellationToken)).Select(m =>
                (new View(queue, m.MessageId, m.EnqueuedTime, m.DeliveryCount, m.DeadLetterReason), m.SequenceNumber)),
        ];
    }

    /// <summary>Puts them back, the oldest first. Each is sent before it is taken out: a crash in between sends it twice, which its
    /// consumer bears.</summary>
    /// <returns>How many.</returns>
    public async Task<int> ResubmitAsync(string queue, int limit, CancellationToken cancellationToken)
    {
        await using var receiver = queues.DeadLettersOf(queue);
        // As many as are there now: one that fails again at once is not put back once more.
        var there = (await LookAsync(receiver, 0, limit, cancellationToken)).Count;
        var count = 0;
        while (count < there && await receiver.ReceiveMessageAsync(MaxWait, cancellationToken) is { } dead)
        {
            await queues.SendAgainAsync(queue, dead, cancellationToken);
            await receiver.CompleteMessageAsync(dead, cancellationToken);
            count++;
        }

        return count;
    }

    /// <summary>What one message says, without taking it.</summary>
    /// <returns>Null when it is not there.</returns>
    public async Task<Content?> ReadAsync(string queue, string messageId, CancellationToken cancellationToken)
    {
        await using var receiver = queues.DeadLettersOf(queue);
        var there = await LookAsync(receiver, 0, MaxLookedAt, cancellationToken);
        return there.FirstOrDefault(m => m.MessageId == messageId) is not { } dead
            ? null
            : new Content(
                queue,
                dead.MessageId,
                dead.EnqueuedTime,
                dead.DeliveryCount,
                dead.DeadLetterReason,
                dead.DeadLetterErrorDescription,
                queue == Queues.InboundChat ? null : TextOf(dead.Body));
    }

    /// <summary>Takes the message with this id out for good. Those before it are put back as they were.</summary>
    /// <returns>False when it is not there.</returns>
    public Task<bool> DiscardAsync(string queue, string messageId, CancellationToken cancellationToken) =>
        TakeAsync(queue, messageId, _ => Task.CompletedTask, cancellationToken);

    /// <summary>Puts the message with this id back into its queue.</summary>
    /// <returns>False when it is not there.</returns>
    public Task<bool> ResubmitAsync(string queue, string messageId, CancellationToken cancellationToken) =>
        TakeAsync(queue, messageId, dead => queues.SendAgainAsync(queue, dead, cancellationToken), cancellationToken);

    private async Task<bool> TakeAsync(
        string queue, string messageId, Func<ServiceBusReceivedMessage, Task> before, CancellationToken cancellationToken)
    {
        await using var receiver = queues.DeadLettersOf(queue);
        // Nobody waits for a message that is not there.
        var there = await LookAsync(receiver, 0, MaxLookedAt, cancellationToken);
        if (!there.Any(m => m.MessageId == messageId))
            return false;
        var others = new List<ServiceBusReceivedMessage>();
        try
        {
            while (others.Count < there.Count && await receiver.ReceiveMessageAsync(MaxWait, cancellationToken) is { } dead)
            {
                if (dead.MessageId == messageId)
                {
                    await before(dead);
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

    // One look may show fewer than there are.
    private static async Task<List<ServiceBusReceivedMessage>> LookAsync(
        ServiceBusReceiver receiver, long from, int limit, CancellationToken cancellationToken)
    {
        var found = new List<ServiceBusReceivedMessage>();
        while (found.Count < limit && await receiver.PeekMessagesAsync(limit - found.Count, from, cancellationToken) is { Count: > 0 } seen)
        {
            found.AddRange(seen);
            from = seen[^1].SequenceNumber + 1;
        }

        return found;
    }

    // What is no text is shown as one all the same: somebody looks at it because it is not what it should be.
    private static string TextOf(BinaryData body) =>
        Encoding.UTF8.GetString(body.ToMemory().Span[..Math.Min(MaxBodyShown, body.ToMemory().Length)]);
}
