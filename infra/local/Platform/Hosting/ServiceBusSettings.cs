using ChatPay.Local.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Local.Hosting;

/// <summary>extensions.serviceBus of host.json, with the official defaults. Network settings (prefetchCount, transportType,
/// clientRetryOptions) have no effect here.</summary>
internal sealed record ServiceBusSettings
{
    private const string Section = "extensions.serviceBus.";

    public int MaxConcurrentCalls { get; private init; } = 16;

    public int MaxConcurrentSessions { get; private init; } = 8;

    public int MaxMessageBatchSize { get; private init; } = 1000;

    public bool AutoCompleteMessages { get; private init; } = true;

    public TimeSpan MaxAutoLockRenewalDuration { get; private init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long an idle session is kept; null releases it at once.</summary>
    public TimeSpan? SessionIdleTimeout { get; private init; }

    /// <exception cref="PlatformException">A value is wrong, or requires a feature that this host lacks.</exception>
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

    /// <summary>The options with which a trigger listens.</summary>
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
