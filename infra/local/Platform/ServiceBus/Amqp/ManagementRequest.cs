using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Encoding;

namespace ChatPay.Local.ServiceBus.Amqp;

/// <summary>A request to <c>$management</c>.</summary>
internal sealed class ManagementRequest(AmqpMessage message)
{
    private readonly AmqpMap _body = message.ValueBody?.Value as AmqpMap ?? [];

    public string Operation { get; } = Property(message, "operation") as string ?? "";

    /// <summary>The name of the receiver's link that the request concerns.</summary>
    public string? LinkName { get; } = Property(message, "associated-link-name") as string;

    /// <exception cref="ArgumentException">The member is missing, or has another type.</exception>
    public T Get<T>(string name) => Find(name) is T value ? value : throw new ArgumentException($"The request {Operation} needs '{name}'.");

    public object? Find(string name) => _body[new MapKey(name)];

    private static object? Property(AmqpMessage message, string name) => message.ApplicationProperties?.Map?[name];
}
