using System.Collections.Concurrent;
using ChatPay.Local.ServiceBus.Queues;

namespace ChatPay.Local.ServiceBus.Amqp;

/// <summary>The state of one client connection: its request nodes, and the sessions that its receivers hold.</summary>
internal sealed class ClientConnection(ServiceBusBroker broker)
{
    private readonly ConcurrentDictionary<string, RequestNode> _management = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, SessionHold> _holds = [];

    /// <summary>The <c>$cbs</c> node; it accepts every token.</summary>
    public RequestNode Claims { get; } = new(_ => Task.FromResult(ManagementAnswer.Accepted));

    public RequestNode ManagementOf(BusQueue entity) =>
        _management.GetOrAdd(entity.Path, _ => new RequestNode(new ManagementOperations(broker, entity, HoldOf).AnswerAsync));

    /// <summary>Records that the receiver of a link holds a session, until <see cref="Release"/>.</summary>
    public void Hold(string linkName, SessionHold hold) => _holds[linkName] = hold;

    public void Release(string linkName) => _holds.TryRemove(linkName, out _);

    private SessionHold? HoldOf(string? linkName) => linkName is null ? null : _holds.GetValueOrDefault(linkName);
}
