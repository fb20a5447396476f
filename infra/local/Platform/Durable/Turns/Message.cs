using ChatPay.Local.Durable.History;
using ChatPay.Local.Durable.Storage;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Durable.Turns;

/// <summary>A message to an instance. Its sender learns the outcome only when the turn that processed it is on disk.</summary>
internal sealed class Message
{
    /// <summary>The event; null only requests a turn, because there is something in the inbox.</summary>
    public HistoryEvent? Event { get; init; }

    /// <summary>For a client's start: the statuses of an existing instance that refuse it; null is the default of the backend.</summary>
    public IReadOnlyCollection<OrchestrationRuntimeStatus>? Dedupe { get; init; }

    /// <summary>The timer that has fired, if any.</summary>
    public TimerRow? Timer { get; init; }

    /// <summary>Purges the instance if it is finished; with a <see cref="Timer"/>, only if its execution is the one that the timer
    /// was set for.</summary>
    public bool Purge { get; init; }

    /// <summary>Completed after the commit with whether the message had an effect; null when nobody awaits it.</summary>
    public TaskCompletionSource<bool>? Done { get; init; }

    /// <summary>A copy of the message that nobody awaits.</summary>
    public Message Again() => new() { Event = Event, Dedupe = Dedupe, Timer = Timer, Purge = Purge };
}
