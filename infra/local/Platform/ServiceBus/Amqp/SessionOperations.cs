using Azure.Messaging.ServiceBus;
using ChatPay.Local.ServiceBus.Queues;

namespace ChatPay.Local.ServiceBus.Amqp;

/// <summary>The requests of a session's holder.</summary>
internal sealed class SessionOperations(ServiceBusBroker broker, BusQueue entity)
{
    public ManagementAnswer Renew(ManagementRequest request, SessionHold? hold)
    {
        var held = Held(request, hold);
        entity.Renew(held);
        return ManagementAnswer.Ok(("expiration", held.LockedUntil.UtcDateTime));
    }

    public ManagementAnswer GetState(ManagementRequest request, SessionHold? hold)
    {
        var held = Held(request, hold);
        return ManagementAnswer.Ok(
            ("session-state", broker.SessionStates.Get(entity, held.SessionId) is { } state ? (object)new ArraySegment<byte>(state) : null)
        );
    }

    public async Task<ManagementAnswer> SetStateAsync(ManagementRequest request, SessionHold? hold)
    {
        var held = Held(request, hold);
        var state = request.Find("session-state") is ArraySegment<byte> given ? given.ToArray() : null;
        if (state?.Length > Client.SendSize.Most)
        {
            throw new ServiceBusException(
                $"The session state has {state.Length} bytes, and {Client.SendSize.Most} is the most.",
                ServiceBusFailureReason.MessageSizeExceeded,
                entity.Path);
        }

        await broker.SessionStates.SetAsync(entity, held.SessionId, state, broker.Now);
        return ManagementAnswer.Ok();
    }

    public ManagementAnswer List(ManagementRequest request)
    {
        var after = request.Get<DateTime>("last-updated-time");
        // The maximum time requests the sessions that have messages; any other, the sessions whose state was set after it.
        var all = after >= DateTime.MaxValue.AddSeconds(-1) ? broker.Sessions(entity) : broker.SessionStates.Updated(entity, after);
        string[] page = [.. all.Skip(request.Get<int>("skip")).Take(request.Get<int>("top"))];
        return page.Length == 0 ? ManagementAnswer.Nothing : ManagementAnswer.Ok(("skip", page.Length), ("sessions-ids", page));
    }

    /// <exception cref="ServiceBusException">The caller does not hold the session, or no longer does.</exception>
    private SessionHold Held(ManagementRequest request, SessionHold? hold)
    {
        var sessionId = request.Get<string>("session-id");
        if (hold?.SessionId != sessionId)
            throw entity.SessionLost(sessionId);
        entity.ThrowUnlessHeld(hold);
        return hold;
    }
}
