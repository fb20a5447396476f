using System.Runtime.CompilerServices;
using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Administration;
using ChatPay.Local.ServiceBus.Topics;

namespace ChatPay.Local.ServiceBus.Client;

/// <summary>Changes the rules of a subscription of the local broker.</summary>
internal sealed class LocalServiceBusRuleManager(LocalServiceBusClient client, string subscriptionPath) : ServiceBusRuleManager
{
    private volatile bool _closed;

    public override string FullyQualifiedNamespace => client.FullyQualifiedNamespace;

    public override string SubscriptionPath => subscriptionPath;

    public override bool IsClosed => _closed || client.IsClosed;

    public override Task CreateRuleAsync(string ruleName, RuleFilter filter, CancellationToken cancellationToken = default) =>
        CreateRuleAsync(new CreateRuleOptions(ruleName, filter), cancellationToken);

    public override async Task CreateRuleAsync(CreateRuleOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var rule = Rule.From(options);
        await client.Broker.SetRulesAsync(
            Reach(cancellationToken),
            rules =>
                rules.Any(r => Named(r, rule.Name))
                    ? throw new ServiceBusException(
                        $"The rule '{rule.Name}' of {subscriptionPath} exists.",
                        ServiceBusFailureReason.MessagingEntityAlreadyExists,
                        subscriptionPath)
                    : [.. rules, rule]);
    }

    public override async Task DeleteRuleAsync(string ruleName, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(ruleName);
        await client.Broker.SetRulesAsync(
            Reach(cancellationToken),
            rules =>
                rules.Any(r => Named(r, ruleName))
                    ? [.. rules.Where(r => !Named(r, ruleName))]
                    : throw new ServiceBusException(
                        $"The rule '{ruleName}' of {subscriptionPath} could not be found.",
                        ServiceBusFailureReason.MessagingEntityNotFound,
                        subscriptionPath));
    }

    public override async IAsyncEnumerable<RuleProperties> GetRulesAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        foreach (var rule in Reach(cancellationToken).Rules)
            yield return ServiceBusModelFactory.RuleProperties(rule.Name, rule.Filter);
    }

    public override Task CloseAsync(CancellationToken cancellationToken = default)
    {
        _closed = true;
        return Task.CompletedTask;
    }

    private static bool Named(Rule rule, string name) => rule.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private Subscriber Reach(CancellationToken cancellationToken)
    {
        client.ThrowIfClosed();
        ObjectDisposedException.ThrowIf(_closed, typeof(ServiceBusRuleManager));
        var entity = client.Broker.Reach(subscriptionPath, cancellationToken);
        return client.Broker.SubscriberAt(entity);
    }
}
