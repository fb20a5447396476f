namespace Azure.Core.Amqp;

/// <summary>The sections of an AMQP message.</summary>
public enum AmqpMessageSection
{
    Header = 0,
    DeliveryAnnotations = 1,
    MessageAnnotations = 2,
    Properties = 3,
    ApplicationProperties = 4,
    Body = 5,
    Footer = 6,
}
