using System.Text;
using Azure.Messaging.ServiceBus;
using ChatPay.Functions.Platform.Messaging;

namespace ChatPay.Functions.Features.Operations;

/// <summary>The messages that no consumer could process: listed, resubmitted when the cause is gone, or discarded.</summary>
public sealed class DeadLetters(Queues queues)
{
    private const int MaxLookedAt = 1_000;
    private const int MaxBodyShown = 16 * 1_024;
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(2);

    /// <summary>When there were last no dead letters and no open alert about any, UTC; null when something needs attention. Local
    /// to each instance of the app.</summary>
    public DateTimeOffset? NoneSeenAt { get; set; }

    /// <summary>A dead letter. The list does not include its body.</summary>
    /// <param name="Queue">The queue that it came from.</param>
    /// <param name="MessageId">The id of the message.</param>
    /// <param name="EnqueuedAt">When it was sent, UTC.</param>
    /// <param name="Deliveries">The number of deliveries.</param>
    /// <param name="Reason">Why it was dead-lettered, as recorded by the queue.</param>
    public sealed record View(string Queue, string MessageId, DateTimeOffset EnqueuedAt, int Deliveries, string? Reason);

    /// <summary>A dead letter with its body.</summary>
    /// <param name="Queue">The queue that it came from.</param>
    /// <param name="MessageId">The id of the message.</param>
    /// <param name="EnqueuedAt">When it was sent, UTC.</param>
    /// <param name="Deliveries">The number of deliveries.</param>
    /// <param name="Reason">Why it was dead-lettered, as recorded by the queue.</param>
    /// <param name="Description">More about the reason.</param>
    /// <param name="Body">The body as text, at most 16 KiB of it; absent for messages from chats: those are people's words.</param>
    public sealed record Content(
        string Queue, string MessageId, DateTimeOffset EnqueuedAt, int Deliveries, string? Reason, string? Description, string? Body);

    /// <summary>The oldest dead letters of a queue, without taking them, each with its sequence number.</summary>
    /// <param name="queue">The queue's name.</param>
    /// <param name="from">The first sequence number to return.</param>
    /// <param name="limit">The most messages to return.</param>
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

    /// <summary>Resubmits dead letters, the oldest first. Each is sent before it is completed: a crash in between sends it twice,
    /// which its consumer tolerates.</summary>
    /// <returns>How many were resubmitted.</returns>
    public async Task<int> ResubmitAsync(string queue, int limit, CancellationToken cancellationToken)
    {
        await using var receiver = queues.DeadLettersOf(queue);
        // As many as there are now: one that fails again at once is not resubmitted a second time.
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

    /// <summary>The content of one message, without taking it.</summary>
    /// <returns>Null when there is no such message.</returns>
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

    /// <summary>Discards the message with this id. Those before it are put back as they were.</summary>
    /// <returns>False when there is no such message.</returns>
    public Task<bool> DiscardAsync(string queue, string messageId, CancellationToken cancellationToken) =>
        TakeAsync(queue, messageId, _ => Task.CompletedTask, cancellationToken);

    /// <summary>Resubmits the message with this id.</summary>
    /// <returns>False when there is no such message.</returns>
    public Task<bool> ResubmitAsync(string queue, string messageId, CancellationToken cancellationToken) =>
        TakeAsync(queue, messageId, dead => queues.SendAgainAsync(queue, dead, cancellationToken), cancellationToken);

    private async Task<bool> TakeAsync(
        string queue, string messageId, Func<ServiceBusReceivedMessage, Task> before, CancellationToken cancellationToken)
    {
        await using var receiver = queues.DeadLettersOf(queue);
        // Do not wait for a message that is not there.
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
            // A dead letter is not dead-lettered a second time, however often it is put back.
            foreach (var other in others)
                await receiver.AbandonMessageAsync(other, cancellationToken: CancellationToken.None);
        }
    }

    // One peek may return fewer than there are.
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

    // Invalid UTF-8 is shown as text all the same: an operator reads it because it is not what it should be.
    private static string TextOf(BinaryData body) =>
        Encoding.UTF8.GetString(body.ToMemory().Span[..Math.Min(MaxBodyShown, body.ToMemory().Length)]);
}
