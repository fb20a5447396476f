namespace Azure.Core.Amqp;

/// <summary>A message as AMQP has it, section by section; what the Service Bus message types are views of.</summary>
public class AmqpAnnotatedMessage
{
    public AmqpAnnotatedMessage(AmqpMessageBody body)
    {
        ArgumentNullException.ThrowIfNull(body);
        Body = body;
    }

    internal AmqpAnnotatedMessage(AmqpAnnotatedMessage source)
        : this(source.Body)
    {
        Header = source.Header.Copy();
        Properties = source.Properties.Copy();
        ApplicationProperties = new Dictionary<string, object>(source.ApplicationProperties);
        MessageAnnotations = new Dictionary<string, object>(source.MessageAnnotations);
        DeliveryAnnotations = new Dictionary<string, object>(source.DeliveryAnnotations);
        Footer = new Dictionary<string, object>(source.Footer);
    }

    public IDictionary<string, object> ApplicationProperties { get; } = new Dictionary<string, object>();

    public AmqpMessageBody Body { get; set; }

    public IDictionary<string, object> DeliveryAnnotations { get; } = new Dictionary<string, object>();

    public IDictionary<string, object> Footer { get; } = new Dictionary<string, object>();

    public AmqpMessageHeader Header { get; } = new();

    public IDictionary<string, object> MessageAnnotations { get; } = new Dictionary<string, object>();

    public AmqpMessageProperties Properties { get; } = new();

    public bool HasSection(AmqpMessageSection section) => section switch
    {
        AmqpMessageSection.Header => !Header.IsEmpty,
        AmqpMessageSection.DeliveryAnnotations => DeliveryAnnotations.Count > 0,
        AmqpMessageSection.MessageAnnotations => MessageAnnotations.Count > 0,
        AmqpMessageSection.Properties => !Properties.IsEmpty,
        AmqpMessageSection.ApplicationProperties => ApplicationProperties.Count > 0,
        AmqpMessageSection.Body => Body is not null,
        AmqpMessageSection.Footer => Footer.Count > 0,
        _ => throw new ArgumentException($"There is no section {section}.", nameof(section)),
    };
}
