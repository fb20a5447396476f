using Azure.Core.Amqp;
using Azure.Messaging.ServiceBus.Administration;
using ChatPay.Local.ServiceBus.Sql;

namespace ChatPay.Local.ServiceBus.Topics;

/// <summary>A rule of a subscription, ready to be evaluated.</summary>
internal sealed class Rule
{
    /// <summary>The name of the rule of a subscription created without rules: it matches everything.</summary>
    public const string Default = "$Default";

    private readonly Func<AmqpAnnotatedMessage, bool> _matches;

    /// <exception cref="NotSupportedException">The filter uses something that is not emulated; the message names it.</exception>
    /// <exception cref="ArgumentException">The filter is not valid.</exception>
    public Rule(string name, RuleFilter filter)
    {
        (Name, Filter) = (name, filter);

        // In the official types, true and false filters are also SQL filters.
        _matches = filter switch
        {
            TrueRuleFilter => _ => true,
            FalseRuleFilter => _ => false,
            CorrelationRuleFilter correlation => new CorrelationMatch(correlation).Matches,
            SqlRuleFilter { Parameters.Count: > 0 } => throw new NotSupportedException(
                $"The rule {name} has a SQL filter with parameters, which the local Service Bus does not take: write the values into the "
                    + "expression."),
            SqlRuleFilter sql => SqlFilter.Parse(sql.SqlExpression),
            _ => throw new NotSupportedException(
                $"The rule {name} has a filter of type {filter.GetType().Name}, which the local Service Bus does not know."),
        };
    }

    public string Name { get; }

    public RuleFilter Filter { get; }

    public bool Matches(AmqpAnnotatedMessage message) => _matches(message);

    /// <exception cref="NotSupportedException">The rule changes messages.</exception>
    public static Rule From(CreateRuleOptions options) => options.Action is null
        ? new Rule(options.Name, options.Filter)
        : throw new NotSupportedException($"The rule {options.Name} has an action, and the local Service Bus has none: it filters only.");
}
