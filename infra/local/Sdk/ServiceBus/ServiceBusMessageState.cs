namespace Azure.Messaging.ServiceBus;

/// <summary>Where in its life a message was when it was received or peeked.</summary>
public enum ServiceBusMessageState
{
    Active = 0,
    Deferred = 1,
    Scheduled = 2,
}
