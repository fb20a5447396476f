using Azure.Messaging.ServiceBus;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Works on the session whose messages a function was given.</summary>
public class ServiceBusSessionMessageActions
{
    private readonly ServiceBusSessionReceiver? _receiver;
    private readonly Action? _release;
    private DateTimeOffset _lockedUntil;

    protected ServiceBusSessionMessageActions()
    {
    }

    internal ServiceBusSessionMessageActions(ServiceBusSessionReceiver receiver, Action release) => (_receiver, _release) = (receiver, release);

    /// <summary>Until when the session is held; the host renews it while the function runs.</summary>
    public virtual DateTimeOffset SessionLockedUntil
    {
        get => _receiver?.SessionLockedUntil ?? _lockedUntil;
        protected set => _lockedUntil = value;
    }

    private ServiceBusSessionReceiver Receiver => _receiver ?? throw new InvalidOperationException("These actions belong to no host.");

    /// <returns>What an earlier function of this session has set.</returns>
    public virtual Task<BinaryData> GetSessionStateAsync(CancellationToken cancellationToken = default) => Receiver.GetSessionStateAsync(cancellationToken);

    public virtual Task SetSessionStateAsync(BinaryData sessionState, CancellationToken cancellationToken = default) =>
        Receiver.SetSessionStateAsync(sessionState, cancellationToken);

    public virtual Task RenewSessionLockAsync(CancellationToken cancellationToken = default) => Receiver.RenewSessionLockAsync(cancellationToken);

    /// <summary>The host lets the session go when the function returns.</summary>
    public virtual Task ReleaseSession(CancellationToken cancellationToken = default)
    {
        (_release ?? throw new InvalidOperationException("These actions belong to no host."))();
        return Task.CompletedTask;
    }
}
