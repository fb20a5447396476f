using Azure.Messaging.ServiceBus;
using ChatPay.Local.ServiceBus.Queues;
using Microsoft.Azure.Amqp;

namespace ChatPay.Local.ServiceBus.Amqp;

/// <summary>Attaches a client's receiver to an entity, and accepts a session if the entity requires one.</summary>
internal static class ReceiverAttachment
{
    /// <exception cref="InvalidOperationException">The entity is a topic, or it requires sessions and the receiver does not ask for
    /// one, or the reverse.</exception>
    /// <exception cref="ServiceBusException">The session is held by another receiver, or none became available in time.</exception>
    public static async Task AttachAsync(
        SendingAmqpLink link, BusQueue queue, ClientConnection client, AmqpEndpointOptions options, CancellationToken stopping)
    {
        if (queue.Kind == EntityKind.Topic)
            throw new InvalidOperationException($"{queue.Path} is a topic: receive from one of its subscriptions.");
        var (wanted, sessionId) = SessionFilter.Of(link);
        if (wanted != queue.RequiresSession)
        {
            throw new InvalidOperationException(wanted
                ? $"{queue.Path} does not require sessions: receive from it with CreateReceiver."
                : $"{queue.Path} requires sessions: receive from it with AcceptNextSessionAsync or AcceptSessionAsync.");
        }

        using var gone = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var left = new EventHandler((_, _) => Cancel(gone));
        link.SafeAddClosed(left);
        link.Session.SafeAddClosed(left);
        var hold = wanted ? await AcceptAsync(queue, sessionId, SessionFilter.WaitOf(link), gone.Token) : null;
        link.Closed -= left;
        link.Session.Closed -= left;
        if (hold is not null)
        {
            SessionFilter.Answer(link, hold);
            client.Hold(link.Name, hold);
        }

        new LinkSettlement(link, queue, hold, options).Start();
#pragma warning disable CA2000 // Disposed with its link.
        var outlet = new MessageOutlet(link, queue, hold, options);
#pragma warning restore CA2000
        var closed = new EventHandler((_, _) =>
        {
            client.Release(link.Name);
            outlet.Close();
        });
        // The client may end only the AMQP session, which ends its links.
        link.SafeAddClosed(closed);
        link.Session.SafeAddClosed(closed);
        outlet.Start();
    }

    private static async Task<SessionHold> AcceptAsync(
        BusQueue queue,
        string? sessionId,
        TimeSpan wait,
        CancellationToken cancellationToken) =>
        sessionId is not null
            ? queue.Accept(sessionId)
            : await queue.AcceptNextAsync(wait, cancellationToken)
                ?? throw new ServiceBusException(
                    $"No session of {queue.Path} had messages within {wait}.",
                    ServiceBusFailureReason.ServiceTimeout,
                    queue.Path);

    private static void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The session was accepted at the same moment; closing the link releases it.
        }
    }
}
