namespace ChatPay.Local.ServiceBus.Queues;

/// <summary>A message in hand because a change on disk is due.</summary>
internal sealed record OverdueMessage(QueuedMessage Message, OverdueMessage.Cause Why)
{
    public enum Cause
    {
        ScheduledTimeCame,
        Expired,
        DeliveredTooOften,
    }
}
