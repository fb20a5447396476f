using System.Collections.Concurrent;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Framing;
using Microsoft.Azure.Amqp.Transport;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local.ServiceBus.Amqp;

/// <summary>Provides what the AMQP library needs when a client opens a connection or attaches a link.</summary>
internal sealed class AmqpRuntime(AmqpEndpointOptions options) : IRuntimeProvider, IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, ClientConnection> _connections = [];

    public AmqpConnection CreateConnection(
        TransportBase transport,
        ProtocolHeader protocolHeader,
        bool isInitiator,
        AmqpSettings amqpSettings,
        AmqpConnectionSettings connectionSettings)
    {
        var connection = new AmqpConnection(transport, protocolHeader, isInitiator: false, amqpSettings, connectionSettings);
        var id = connection.Identifier.ToString()!;
        _connections[id] = new ClientConnection(options.Broker);
        connection.SafeAddClosed((_, _) => _connections.TryRemove(id, out ClientConnection? _));
        return connection;
    }

    public AmqpSession CreateSession(AmqpConnection connection, AmqpSessionSettings settings) => new(connection, settings, this);

    public AmqpLink CreateLink(AmqpSession session, AmqpLinkSettings settings)
    {
        if (settings.Role is not true)
            return new SendingAmqpLink(session, settings);
        // A management request may hold several messages, and is refused with a response.
        if (LinkAddress.Of(settings).Node == LinkAddress.Kind.Messages)
            settings.MaxMessageSize = (ulong)Client.SendSize.Most;
        return new ReceivingAmqpLink(session, settings);
    }

    public IAsyncResult BeginOpenLink(AmqpLink link, TimeSpan timeout, AsyncCallback callback, object state)
    {
        Task? opening = null;
        options.Clock.Work.Detach(() => opening = OpenAsync(link));
        var result = new TaskCompletionSource(state, TaskCreationOptions.RunContinuationsAsynchronously);
        _ = CompleteAsync(opening!, result, callback);
        return result.Task;
    }

    public void EndOpenLink(IAsyncResult result) => ((Task)result).GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _stopping.Dispose();
    }

#pragma warning disable CA1031 // Any error is reported to the client as the reason why its link was refused.
    private async Task CompleteAsync(Task opening, TaskCompletionSource result, AsyncCallback callback)
    {
        try
        {
            await opening;
            result.SetResult();
        }
        catch (Exception e)
        {
            if (e
                is not (
                    AmqpException
                    or Azure.Messaging.ServiceBus.ServiceBusException
                    or InvalidOperationException
                    or OperationCanceledException))
                options.Logger.LogError(e, "An AMQP link could not be opened.");
            result.SetException(AmqpErrors.Exception(e));
        }

        callback(result.Task);
    }
#pragma warning restore CA1031

    private async Task OpenAsync(AmqpLink link)
    {
        await Task.Yield();
        var client = _connections.GetValueOrDefault(link.Session.Connection.Identifier.ToString()!)
            ?? throw new AmqpException(AmqpErrorCode.ConnectionForced, "The connection is closed.");
        var address = LinkAddress.Of(link.Settings);
        switch (address.Node, link)
        {
            case (LinkAddress.Kind.Claims, _):
                client.Claims.Attach(link);
                break;
            case (LinkAddress.Kind.Management, _):
                client.ManagementOf(options.Broker.Reach(address.Entity, _stopping.Token)).Attach(link);
                break;
            case (_, ReceivingAmqpLink receiving):
                MessageIntake.Attach(receiving, options.Broker, options.Broker.Reach(address.Entity, _stopping.Token), options.Clock);
                break;
            case (_, SendingAmqpLink sending):
                await ReceiverAttachment.AttachAsync(
                    sending,
                    options.Broker.Reach(address.Entity, _stopping.Token),
                    client,
                    options,
                    _stopping.Token);
                break;
        }
    }
}
