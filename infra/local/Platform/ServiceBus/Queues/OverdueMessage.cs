namespace ChatPay.Local.ServiceBus.Queues;

/// <summary>A message that its queue has in hand because something on disk is due.</summary>
internal sealed record OverdueMessage(QueuedMessage Message, OverdueMessage.Cause Why)
{
    public enum Cause
    {
        ScheduledTimeCame,
        Expired,
        DeliveredTooOften,
    }
}
