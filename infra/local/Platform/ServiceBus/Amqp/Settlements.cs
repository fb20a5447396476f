using Microsoft.Azure.Amqp.Encoding;
using Microsoft.Azure.Amqp.Framing;

namespace ChatPay.Local.ServiceBus.Amqp;

/// <summary>Maps AMQP outcomes to settlements (protocol guide, "Receive messages").</summary>
internal static class Settlements
{
    /// <exception cref="NotSupportedException">The outcome belongs to a transaction.</exception>
    public static Settlement Of(DeliveryState state) => state switch
    {
        Accepted => new Settlement(Settlement.Outcome.Complete),
        Rejected { Error.Info: { } info } => DeadLetter(Properties(info)),
        Rejected => new Settlement(Settlement.Outcome.DeadLetter),
        Modified { UndeliverableHere: true } modified => new Settlement(Settlement.Outcome.Defer, Properties(modified.MessageAnnotations)),
        Modified modified => new Settlement(Settlement.Outcome.Abandon, Properties(modified.MessageAnnotations)),
        Released => new Settlement(Settlement.Outcome.Abandon),
        _ => throw new NotSupportedException("The local Service Bus has no transactions."),
    };

    /// <summary>Maps a disposition status of <c>$management</c>.</summary>
    /// <exception cref="NotSupportedException">The status is unknown.</exception>
    public static Settlement Of(string status, AmqpMap? properties, string? reason, string? description) => status switch
    {
        "completed" => new Settlement(Settlement.Outcome.Complete),
        "abandoned" => new Settlement(Settlement.Outcome.Abandon, Properties(properties)),
        "defered" => new Settlement(Settlement.Outcome.Defer, Properties(properties)),
        "suspended" => Settlement.DeadLetter(Properties(properties), reason, description),
        _ => throw new NotSupportedException($"The local Service Bus knows no disposition '{status}'."),
    };

    private static Settlement DeadLetter(Dictionary<string, object?> properties)
    {
        properties.Remove(AmqpContent.DeadLetterReason, out var reason);
        properties.Remove(AmqpContent.DeadLetterErrorDescription, out var description);
        return Settlement.DeadLetter(properties, reason as string, description as string);
    }

    private static Dictionary<string, object?> Properties(Fields? fields) =>
        fields?.ToDictionary(f => f.Key.ToString()!, f => Plain(f.Value)) ?? [];

    private static Dictionary<string, object?> Properties(AmqpMap? map) =>
        map?.ToDictionary(f => f.Key.Key.ToString()!, f => Plain(f.Value)) ?? [];

    // Decodes the described types that the client uses for types that AMQP lacks.
    private static object? Plain(object? value) =>
        value switch
        {
            DescribedType { Descriptor: AmqpSymbol { Value: "com.microsoft:timespan" }, Value: long ticks } => TimeSpan.FromTicks(ticks),
            DescribedType { Descriptor: AmqpSymbol { Value: "com.microsoft:datetime-offset" }, Value: long ticks } => new DateTimeOffset(
                ticks,
                TimeSpan.Zero),
            DescribedType { Descriptor: AmqpSymbol { Value: "com.microsoft:uri" }, Value: string uri } => new Uri(uri),
            _ => value,
        };
}
