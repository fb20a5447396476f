using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Settlement;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Settles the messages that a function received. Every method throws the host's error as a
/// <see cref="Grpc.Core.RpcException"/>, for example when the lock is lost.</summary>
[InputConverter(typeof(ServiceBusMessageActionsConverter))]
public class ServiceBusMessageActions
{
    private readonly HostSettlement? _host;

    protected ServiceBusMessageActions()
    {
    }

    internal ServiceBusMessageActions(HostSettlement host) => _host = host;

    private HostSettlement Host => _host ?? throw new InvalidOperationException("These actions belong to no host.");

    public virtual Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        Host.CompleteAsync(LockOf(message), cancellationToken);

    /// <summary>Makes the message available for redelivery at once.</summary>
    public virtual Task AbandonMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = null,
        CancellationToken cancellationToken = default) => Host.AbandonAsync(LockOf(message), propertiesToModify, cancellationToken);

    public virtual Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        Dictionary<string, object>? propertiesToModify = null,
        string? deadLetterReason = null,
        string? deadLetterErrorDescription = null,
        CancellationToken cancellationToken = default) =>
        Host.DeadLetterAsync(LockOf(message), propertiesToModify, deadLetterReason, deadLetterErrorDescription, cancellationToken);

    /// <summary>Sets the message aside until it is received by its sequence number.</summary>
    public virtual Task DeferMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = null,
        CancellationToken cancellationToken = default) => Host.DeferAsync(LockOf(message), propertiesToModify, cancellationToken);

    public virtual Task RenewMessageLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        Host.RenewMessageLockAsync(LockOf(message), cancellationToken);

    private static string LockOf(ServiceBusReceivedMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.LockToken;
    }
}
