using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Sends what a function returns as a message.</summary>
public sealed class ServiceBusOutputAttribute(string queueOrTopicName, ServiceBusEntityType entityType = ServiceBusEntityType.Queue)
    : OutputBindingAttribute
{
    public string QueueOrTopicName { get; } = queueOrTopicName;

    public ServiceBusEntityType EntityType { get; set; } = entityType;

    /// <summary>The name of the app setting, or the prefix of the settings, that specifies the connection.</summary>
    public string? Connection { get; set; }
}
