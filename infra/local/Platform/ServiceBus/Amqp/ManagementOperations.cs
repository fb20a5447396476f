using ChatPay.Local.ServiceBus.Queues;
using Microsoft.Azure.Amqp;

namespace ChatPay.Local.ServiceBus.Amqp;

/// <summary>The operations of an entity's <c>$management</c> node that the official client uses.</summary>
/// <param name="broker">The broker of the entity.</param>
/// <param name="entity">The entity.</param>
/// <param name="holdOf">Returns the session that the receiver of a link holds; null for none.</param>
internal sealed class ManagementOperations(ServiceBusBroker broker, BusQueue entity, Func<string?, SessionHold?> holdOf)
{
    private readonly MessageOperations _messages = new(broker, entity);
    private readonly SessionOperations _sessions = new(broker, entity);

    /// <exception cref="NotSupportedException">The operation is not emulated.</exception>
    /// <exception cref="Azure.Messaging.ServiceBus.ServiceBusException">The operation is refused.</exception>
    public Task<ManagementAnswer> AnswerAsync(AmqpMessage message)
    {
        var request = new ManagementRequest(message);
        var hold = holdOf(request.LinkName);
        broker.Reach(entity.Path, CancellationToken.None);
        return request.Operation switch
        {
            "com.microsoft:schedule-message" => _messages.ScheduleAsync(request),
            "com.microsoft:cancel-scheduled-message" => _messages.CancelAsync(request),
            "com.microsoft:peek-message" => Task.FromResult(_messages.Peek(request)),
            "com.microsoft:receive-by-sequence-number" => _messages.ReceiveAsync(request, hold),
            "com.microsoft:update-disposition" => _messages.SettleAsync(request, hold),
            "com.microsoft:renew-lock" => Task.FromResult(_messages.Renew(request)),
            "com.microsoft:renew-session-lock" => Task.FromResult(_sessions.Renew(request, hold)),
            "com.microsoft:get-session-state" => Task.FromResult(_sessions.GetState(request, hold)),
            "com.microsoft:set-session-state" => _sessions.SetStateAsync(request, hold),
            "com.microsoft:get-message-sessions" => Task.FromResult(_sessions.List(request)),
            var other => throw new NotSupportedException($"The local Service Bus has no operation '{other}'."),
        };
    }
}
