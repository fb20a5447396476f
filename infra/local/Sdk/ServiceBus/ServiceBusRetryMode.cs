namespace Azure.Messaging.ServiceBus;

/// <summary>How the wait between attempts grows.</summary>
public enum ServiceBusRetryMode
{
    Fixed = 0,
    Exponential = 1,
}
