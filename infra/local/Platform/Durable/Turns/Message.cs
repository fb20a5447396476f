using ChatPay.Local.Durable.History;
using ChatPay.Local.Durable.Storage;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Durable.Turns;

/// <summary>Something for an instance. Its sender learns the outcome only when the turn that took it in is on disk.</summary>
internal sealed class Message
{
    /// <summary>Null only asks for a turn, because the inbox has something.</summary>
    public HistoryEvent? Event { get; init; }

    /// <summary>Of a client's start: which existing instances refuse it; null is the default of the backend.</summary>
    public IReadOnlyCollection<OrchestrationRuntimeStatus>? Dedupe { get; init; }

    /// <summary>The timer that this is the firing of.</summary>
    public TimerRow? Timer { get; init; }

    /// <summary>Asks to purge the instance if it is finished; with a <see cref="Timer"/>, if it is the execution the timer was set
    /// for.</summary>
    public bool Purge { get; init; }

    /// <summary>Completed after the commit, with whether the message had an effect; null when nobody waits.</summary>
    public TaskCompletionSource<bool>? Done { get; init; }

    /// <summary>The same message once more; nobody waits for it.</summary>
    public Message Again() => new() { Event = Event, Dedupe = Dedupe, Timer = Timer, Purge = Purge };
}
