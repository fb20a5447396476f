using ChatPay.Local.Clock;
using ChatPay.Local.ServiceBus.Queues;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local.ServiceBus;

/// <summary>Applies to the store what a queue has found due: a scheduled time, an expiry, a delivery too many.</summary>
internal sealed class OverdueMessages(LocalClock clock, BusDesk desk, Distribution distribution)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>Begins the work of the clock before the queue's timer returns.</summary>
    public void Resolve(BusQueue queue, OverdueMessage overdue) => clock.Work.Detach(() =>
    {
        var work = clock.Working($"a message due in {queue.Path}");
        _ = ResolveAsync(work, queue, overdue);
    });

    private async Task ResolveAsync(IDisposable work, BusQueue queue, OverdueMessage overdue)
    {
        using var working = work;
        try
        {
            await (
                overdue.Why switch
                {
                    OverdueMessage.Cause.ScheduledTimeCame => distribution.ActivateAsync(queue, overdue.Message),
                    OverdueMessage.Cause.DeliveredTooOften => desk.DeadLetterAsync(
                        queue,
                        overdue.Message,
                        "MaxDeliveryCountExceeded",
                        "Message could not be consumed after maximum number of deliveries."),
                    _ when queue.Options.DeadLetteringOnMessageExpiration && !queue.Dead => desk.DeadLetterAsync(
                        queue,
                        overdue.Message,
                        "TTLExpiredException",
                        "The message expired and was dead lettered."),
                    _ => desk.DropAsync(queue, overdue.Message),
                });
        }
        catch (ObjectDisposedException)
        {
            // The broker has stopped; the message is on disk, and the next start finds it due.
        }
#pragma warning disable CA1031 // Not awaited.
        catch (Exception e)
#pragma warning restore CA1031
        {
            desk.Logger.LogError(
                e,
                "Message {Sequence} of {Queue} is due ({Why}) and could not be written: it is tried again.",
                overdue.Message.Sequence,
                queue.Path,
                overdue.Why);
            TryAgain(queue, overdue);
        }
    }

    // The message is in hand here only: without a retry it would be missing until the next start.
    private void TryAgain(BusQueue queue, OverdueMessage overdue) => clock.Work.Detach(() =>
    {
        ITimer? timer = null;
        timer = clock.CreateTimer(
            _ =>
            {
                timer!.Dispose();
                Resolve(queue, overdue);
            },
            null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(Pause, Timeout.InfiniteTimeSpan);
    });
}
