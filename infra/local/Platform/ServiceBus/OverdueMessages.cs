using ChatPay.Local.Clock;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local.ServiceBus;

/// <summary>Does on disk what a queue has found due: a scheduled time, an expiry, a delivery too many.</summary>
internal sealed class OverdueMessages(LocalClock clock, BusDesk desk, Distribution distribution)
{
    /// <summary>It counts as work of the clock from here on, before the queue's timer returns.</summary>
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
            await (overdue.Why switch
            {
                OverdueMessage.Cause.ScheduledTimeCame => distribution.ActivateAsync(queue, overdue.Message),
                OverdueMessage.Cause.DeliveredTooOften => desk.DeadLetterAsync(
                    queue, overdue.Message, "MaxDeliveryCountExceeded", "Message could not be consumed after maximum number of deliveries."),
                _ when queue.Options.DeadLetteringOnMessageExpiration && !queue.Dead => desk.DeadLetterAsync(
                    queue, overdue.Message, "TTLExpiredException", "The message expired and was dead lettered."),
                _ => desk.DropAsync(queue, overdue.Message),
            });
        }
#pragma warning disable CA1031 // It stays in hand and comes back with the next start: the disk has it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            desk.Logger.LogError(e, "Message {Sequence} of {Queue} is due ({Why}) and could not be written.", overdue.Message.Sequence, queue.Path, overdue.Why);
        }
    }
}
