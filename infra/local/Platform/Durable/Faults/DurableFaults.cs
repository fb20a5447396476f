namespace ChatPay.Local.Durable.Faults;

/// <summary>Faults that the official engine has or allows, to be switched on in tests and while the engine runs.</summary>
public sealed class DurableFaults
{
    /// <summary>Every activity runs twice and both results arrive: activities run at least once, so this must change nothing.</summary>
    public bool RunActivitiesTwice { get; set; }

    /// <summary>Raising an event to an instance that is missing or finished throws <see cref="Grpc.Core.RpcException"/>; else it is
    /// dropped. Official backends differ.</summary>
    public bool RaisingToMissingInstanceThrows { get; set; }

    /// <summary>Asked once for each message on its way to an instance; null delivers all of them.</summary>
    public Func<DurableMessage, MessageFate>? Fate { get; set; }

    /// <summary>How long, in real time, a message waits that is late or to be overtaken; an overtaker sets it free at once.</summary>
    public TimeSpan Lateness { get; set; } = TimeSpan.FromMilliseconds(3);

    /// <summary>Asked around each commit of a turn, with the instance: true stops the engine there and then, as a crash would. It
    /// must still be disposed of before the file is opened again.</summary>
    public Func<CommitPoint, string, bool>? Crash { get; set; }
}
