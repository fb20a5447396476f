using ChatPay.Local.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Local.Hosting;

/// <summary>host.json, extensions.serviceBus. The defaults are the official ones. What only concerns the network (prefetchCount,
/// transportType, clientRetryOptions) has no effect here.</summary>
internal sealed record ServiceBusSettings
{
    private const string Section = "extensions.serviceBus.";

    public int MaxConcurrentCalls { get; private init; } = 16;

    public int MaxConcurrentSessions { get; private init; } = 8;

    public int MaxMessageBatchSize { get; private init; } = 1000;

    public bool AutoCompleteMessages { get; private init; } = true;

    public TimeSpan MaxAutoLockRenewalDuration { get; private init; } = TimeSpan.FromMinutes(5);

    /// <summary>Null lets an idle session go at once.</summary>
    public TimeSpan? SessionIdleTimeout { get; private init; }

    /// <exception cref="PlatformException">A value is wrong, or asks for what this host has not.</exception>
    public static ServiceBusSettings Read(HostJsonReader json)
    {
        if (json.Count(Section + "minMessageBatchSize") is > 1)
            throw new PlatformException(
                "\"extensions.serviceBus.minMessageBatchSize\" is above 1: this host never waits for a batch to fill up.");
        if (json.Flag(Section + "enableCrossEntityTransactions") is true)
            throw new PlatformException(
                "\"extensions.serviceBus.enableCrossEntityTransactions\" is true: the local Service Bus has no transactions.");

        var defaults = new ServiceBusSettings();
        return new ServiceBusSettings
        {
            MaxConcurrentCalls = json.Count(Section + "maxConcurrentCalls") ?? defaults.MaxConcurrentCalls,
            MaxConcurrentSessions = json.Count(Section + "maxConcurrentSessions") ?? defaults.MaxConcurrentSessions,
            MaxMessageBatchSize = json.Count(Section + "maxMessageBatchSize") ?? defaults.MaxMessageBatchSize,
            AutoCompleteMessages = json.Flag(Section + "autoCompleteMessages") ?? defaults.AutoCompleteMessages,
            MaxAutoLockRenewalDuration = json.Duration(Section + "maxAutoLockRenewalDuration") ?? defaults.MaxAutoLockRenewalDuration,
            SessionIdleTimeout = json.Duration(Section + "sessionIdleTimeout"),
        };
    }

    /// <summary>How a trigger is given its messages.</summary>
    public ListenOptions For(ServiceBusTriggerAttribute trigger) => new()
    {
        MaxConcurrentCalls = MaxConcurrentCalls,
        MaxConcurrentSessions = trigger.IsSessionsEnabled ? MaxConcurrentSessions : null,
        MaxBatchSize = trigger.IsBatched ? MaxMessageBatchSize : null,
        AutoComplete = AutoCompleteMessages && trigger.AutoCompleteMessages,
        MaxAutoLockRenewalDuration = MaxAutoLockRenewalDuration,
        SessionIdleTimeout = SessionIdleTimeout,
    };
}
