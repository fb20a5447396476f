namespace Azure.Messaging.ServiceBus;

/// <summary>Options of a <see cref="ServiceBusClient"/>.</summary>
public class ServiceBusClientOptions
{
    public string Identifier { get; set; }

    public ServiceBusRetryOptions RetryOptions { get; set; } = new();

    public ServiceBusTransportType TransportType { get; set; }
}
