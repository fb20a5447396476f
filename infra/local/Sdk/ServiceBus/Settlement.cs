namespace Azure.Messaging.ServiceBus;

/// <summary>What becomes of a locked message.</summary>
internal sealed record Settlement(Settlement.Outcome Result, IDictionary<string, object> PropertiesToModify = null)
{
    public enum Outcome
    {
        Complete,
        Abandon,
        DeadLetter,
        Defer,
    }

    public string DeadLetterReason { get; init; }

    public string DeadLetterErrorDescription { get; init; }
}
