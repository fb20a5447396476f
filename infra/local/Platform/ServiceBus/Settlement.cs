using System.Runtime.CompilerServices;
using Azure.Messaging.ServiceBus;

namespace ChatPay.Local.ServiceBus;

/// <summary>The outcome of a locked message.</summary>
internal sealed record Settlement(Settlement.Outcome Result, IDictionary<string, object?>? PropertiesToModify = null)
{
    private static readonly ConditionalWeakTable<ServiceBusReceivedMessage, Settlement> Settled = [];

    public enum Outcome
    {
        Complete,
        Abandon,
        DeadLetter,
        Defer,
    }

    public string? DeadLetterReason { get; init; }

    public string? DeadLetterErrorDescription { get; init; }

    public static Settlement DeadLetter(IDictionary<string, object?>? propertiesToModify, string? reason, string? description) =>
        new(Outcome.DeadLetter, propertiesToModify) { DeadLetterReason = reason, DeadLetterErrorDescription = description };

    /// <summary>Whether the message was settled through a client, so that nothing is left to do.</summary>
    public static bool IsDone(ServiceBusReceivedMessage message) => Settled.TryGetValue(message, out _);

    /// <summary>Records that a message is settled. The official message knows that too, but only within its assembly.</summary>
    public void Remember(ServiceBusReceivedMessage message) => Settled.AddOrUpdate(message, this);
}
