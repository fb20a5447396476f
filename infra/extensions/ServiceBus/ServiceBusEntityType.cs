namespace Microsoft.Azure.Functions.Worker;

/// <summary>The kind of entity that a message is sent to.</summary>
public enum ServiceBusEntityType
{
    Queue,
    Topic,
}
