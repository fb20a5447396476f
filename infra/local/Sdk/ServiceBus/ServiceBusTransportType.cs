namespace Azure.Messaging.ServiceBus;

/// <summary>What AMQP runs over; the local platform opens no connection, so it changes nothing here.</summary>
public enum ServiceBusTransportType
{
    AmqpTcp = 0,
    AmqpWebSockets = 1,
}
