using ChatPay.Local.ServiceBus.Queues;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Encoding;
using Microsoft.Azure.Amqp.Framing;

namespace ChatPay.Local.ServiceBus.Amqp;

/// <summary>How a receiver requests a session, and learns which one it got (protocol guide, "Sessions").</summary>
internal static class SessionFilter
{
    /// <returns>Whether the link requests a session, and its id; null for the next available one.</returns>
    public static (bool Wanted, string? SessionId) Of(AmqpLink link) =>
        (link.Settings.Source as Source)?.FilterSet is { } filters && filters.TryGetValue<object>(AmqpNames.SessionFilter, out var asked)
            ? (true, (asked is DescribedType described ? described.Value : asked) as string)
            : (false, null);

    /// <summary>How long the client waits for the next session.</summary>
    public static TimeSpan WaitOf(AmqpLink link) =>
        link.Settings.Properties is { } properties && properties.TryGetValue<uint>(AmqpNames.Timeout, out var milliseconds)
            ? TimeSpan.FromMilliseconds(milliseconds)
            : TimeSpan.FromMinutes(1);

    public static void Answer(AmqpLink link, SessionHold hold)
    {
        ((Source)link.Settings.Source).FilterSet = new FilterSet { { AmqpNames.SessionFilter, hold.SessionId } };
        link.Settings.AddProperty(AmqpNames.LockedUntilUtc, hold.LockedUntil.UtcTicks);
    }
}
