namespace ChatPay.Local.Durable.Faults;

/// <summary>Faults that the official engine has or permits; tests switch them on while the engine runs.</summary>
public sealed class DurableFaults
{
    /// <summary>Every activity runs twice and both results arrive: activities run at least once, so the app must behave the
    /// same.</summary>
    public bool RunActivitiesTwice { get; set; }

    /// <summary>Raising an event to a missing or finished instance throws <see cref="Grpc.Core.RpcException"/> instead of dropping
    /// the event. Official backends differ.</summary>
    public bool RaisingToMissingInstanceThrows { get; set; }

    /// <summary>Decides the fate of each message to an instance, asked once per message; null delivers all of them.</summary>
    public Func<DurableMessage, MessageFate>? Fate { get; set; }

    /// <summary>How long a delayed or reordered message waits, in real time; the message that overtakes it releases it at once.</summary>
    public TimeSpan Lateness { get; set; } = TimeSpan.FromMilliseconds(3);

    /// <summary>Called before and after each commit of a turn, with the instance; true stops the engine on the spot, as a crash
    /// would. It must still be disposed before the file is opened again.</summary>
    public Func<CommitPoint, string, bool>? Crash { get; set; }
}
