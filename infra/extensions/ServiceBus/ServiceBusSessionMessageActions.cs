using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Settlement;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Acts on the session whose messages a function received. Every method throws the host's error as a
/// <see cref="Grpc.Core.RpcException"/>, for example when the session's lock is lost.</summary>
[InputConverter(typeof(ServiceBusSessionMessageActionsConverter))]
public class ServiceBusSessionMessageActions
{
    private readonly HostSettlement? _host;
    private readonly string _session = "";

    protected ServiceBusSessionMessageActions()
    {
    }

    internal ServiceBusSessionMessageActions(HostSettlement host, string session, DateTimeOffset lockedUntil)
    {
        _host = host;
        _session = session;
        Until = lockedUntil;
    }

    /// <summary>When the session's lock expires, as last known here; the host renews the lock while the function runs.</summary>
    public virtual DateTimeOffset SessionLockedUntil
    {
        get => Until;
        protected set => Until = value;
    }

    private DateTimeOffset Until { get; set; }

    private HostSettlement Host => _host ?? throw new InvalidOperationException("These actions belong to no host.");

    /// <returns>The state that an earlier invocation for this session has set.</returns>
    public virtual Task<BinaryData> GetSessionStateAsync(CancellationToken cancellationToken = default) =>
        Host.GetSessionStateAsync(_session, cancellationToken);

    public virtual Task SetSessionStateAsync(BinaryData sessionState, CancellationToken cancellationToken = default) =>
        Host.SetSessionStateAsync(_session, sessionState, cancellationToken);

    public virtual async Task RenewSessionLockAsync(CancellationToken cancellationToken = default) =>
        SessionLockedUntil = await Host.RenewSessionLockAsync(_session, cancellationToken);

    /// <summary>Has the host release the session when the function returns.</summary>
    public virtual Task ReleaseSession(CancellationToken cancellationToken = default) =>
        Host.ReleaseSessionAsync(_session, cancellationToken);
}
