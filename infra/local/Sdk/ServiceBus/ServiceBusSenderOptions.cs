namespace Azure.Messaging.ServiceBus;

/// <summary>Options of a <see cref="ServiceBusSender"/>.</summary>
public class ServiceBusSenderOptions
{
    public string Identifier { get; set; }
}
