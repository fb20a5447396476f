using System.Text;
using Azure.Core.Amqp;
using Azure.Messaging.ServiceBus.Administration;
using ChatPay.Local.Journal;
using ChatPay.Local.ServiceBus.Queues;
using Microsoft.Data.Sqlite;

namespace ChatPay.Local.ServiceBus.Topics;

/// <summary>The rules of subscriptions on disk. A correlation filter is stored as the message that it matches.</summary>
internal sealed class RuleStore(SqliteJournal journal)
{
    public const string Schema =
        "CREATE TABLE rule(subscription INTEGER NOT NULL, name TEXT NOT NULL COLLATE NOCASE, kind TEXT NOT NULL, filter BLOB NOT NULL, "
            + "PRIMARY KEY(subscription, name)) WITHOUT ROWID";

    public List<Rule> Of(BusQueue subscription) => journal.Read(c => c.Query(
        "SELECT name, kind, filter FROM rule WHERE subscription = $1 ORDER BY name",
        r => new Rule(r.GetString(0), Read(r.GetString(1), r.GetFieldValue<byte[]>(2))),
        subscription.Id));

    public Task ReplaceAsync(BusQueue subscription, IReadOnlyList<Rule> rules) => journal.WriteAsync(c => Replace(c, subscription, rules));

    /// <summary>Replaces the rules within a transaction in progress.</summary>
    public static void Replace(SqliteConnection c, BusQueue subscription, IReadOnlyList<Rule> rules)
    {
        c.Execute("DELETE FROM rule WHERE subscription = $1", subscription.Id);
        foreach (var rule in rules)
        {
            var (kind, filter) = Write(rule.Filter);
            c.Execute(
                "INSERT INTO rule(subscription, name, kind, filter) VALUES($1, $2, $3, $4)",
                subscription.Id,
                rule.Name,
                kind,
                filter);
        }
    }

    private static (string Kind, byte[] Filter) Write(RuleFilter filter) => filter switch
    {
        TrueRuleFilter => ("true", []),
        FalseRuleFilter => ("false", []),
        SqlRuleFilter sql => ("sql", Encoding.UTF8.GetBytes(sql.SqlExpression)),
        CorrelationRuleFilter correlation => ("correlation", Pattern(correlation)),
        _ => throw new NotSupportedException($"A filter of type {filter.GetType().Name} cannot be kept."),
    };

    private static RuleFilter Read(string kind, byte[] filter) => kind switch
    {
        "true" => new TrueRuleFilter(),
        "false" => new FalseRuleFilter(),
        "sql" => new SqlRuleFilter(Encoding.UTF8.GetString(filter)),
        "correlation" => Correlation(AmqpContent.Decode(filter)),
        _ => throw new InvalidDataException($"The stored filter kind {kind} is unknown."),
    };

    private static byte[] Pattern(CorrelationRuleFilter filter)
    {
        var message = new Azure.Messaging.ServiceBus.ServiceBusMessage
        {
            CorrelationId = filter.CorrelationId,
            To = filter.To,
            ReplyTo = filter.ReplyTo,
            Subject = filter.Subject,
            SessionId = filter.SessionId,
            ReplyToSessionId = filter.ReplyToSessionId,
            ContentType = filter.ContentType,
        };
        if (filter.MessageId is not null)
            message.MessageId = filter.MessageId;
        foreach (var (name, value) in filter.ApplicationProperties)
            message.ApplicationProperties[name] = value;
        return AmqpContent.Encode(message);
    }

    private static CorrelationRuleFilter Correlation(AmqpAnnotatedMessage message)
    {
        var filter = new CorrelationRuleFilter
        {
            CorrelationId = SystemProperties.Read(message, SystemProperties.CorrelationId),
            MessageId = SystemProperties.Read(message, SystemProperties.MessageId),
            To = SystemProperties.Read(message, SystemProperties.To),
            ReplyTo = SystemProperties.Read(message, SystemProperties.ReplyTo),
            Subject = SystemProperties.Read(message, SystemProperties.Label),
            SessionId = SystemProperties.Read(message, SystemProperties.SessionId),
            ReplyToSessionId = SystemProperties.Read(message, SystemProperties.ReplyToSessionId),
            ContentType = SystemProperties.Read(message, SystemProperties.ContentType),
        };
        foreach (var (name, value) in message.ApplicationProperties)
            filter.ApplicationProperties[name] = value;
        return filter;
    }
}
