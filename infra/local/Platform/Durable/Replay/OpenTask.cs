namespace ChatPay.Local.Durable.Replay;

/// <summary>A task the orchestrator has not seen the end of.</summary>
internal sealed class OpenTask
{
    // Continuations run inside the turn, on its thread, in the order of history.
    public TaskCompletionSource<Outcome> End { get; } = new();
}
