using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Settlement;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Works on the session whose messages a function was given. Every method throws what the host answers, a
/// <see cref="Grpc.Core.RpcException"/>, such as when the session's lock is lost.</summary>
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

    /// <summary>Until when the session is held, as far as these actions know; the host renews it while the function runs.</summary>
    public virtual DateTimeOffset SessionLockedUntil
    {
        get => Until;
        protected set => Until = value;
    }

    private DateTimeOffset Until { get; set; }

    private HostSettlement Host => _host ?? throw new InvalidOperationException("These actions belong to no host.");

    /// <returns>What an earlier function of this session has set.</returns>
    public virtual Task<BinaryData> GetSessionStateAsync(CancellationToken cancellationToken = default) =>
        Host.GetSessionStateAsync(_session, cancellationToken);

    public virtual Task SetSessionStateAsync(BinaryData sessionState, CancellationToken cancellationToken = default) =>
        Host.SetSessionStateAsync(_session, sessionState, cancellationToken);

    public virtual async Task RenewSessionLockAsync(CancellationToken cancellationToken = default) =>
        SessionLockedUntil = await Host.RenewSessionLockAsync(_session, cancellationToken);

    /// <summary>The host lets the session go when the function returns.</summary>
    public virtual Task ReleaseSession(CancellationToken cancellationToken = default) =>
        Host.ReleaseSessionAsync(_session, cancellationToken);
}
