using ChatPay.Local.Durable.History;

namespace ChatPay.Local.Durable.Storage;

/// <summary>The changes of one turn, written in one transaction.</summary>
internal sealed class WorkItem(string id, long no)
{
    public string Id { get; } = id;

    /// <summary>The instance's number, or the one it gets if it is created.</summary>
    public long No { get; } = no;

    /// <summary>The instance after the turn; null when at most the time of its last turn has changed.</summary>
    public InstanceRow? Row { get; set; }

    /// <summary>Whether the whole row is written, because it is new or replaces one.</summary>
    public bool NewRow { get; set; }

    /// <summary>Whether everything stored of the instance is deleted first, except messages to it.</summary>
    public bool Forget { get; set; }

    /// <summary>Whether the instance and everything stored of it are deleted, except messages to it: one that no turn has seen may
    /// start it anew.</summary>
    public bool Purge { get; set; }

    public int Turn { get; set; }

    public List<HistoryEvent>? History { get; set; }

    public List<ActivityRow> Activities { get; } = [];

    public List<int> ActivitiesDone { get; } = [];

    public List<TimerRow> Timers { get; } = [];

    public List<TimerRow> TimersGone { get; } = [];

    public List<(string To, HistoryEvent Event)> Outbound { get; } = [];

    public List<long> InboxDone { get; } = [];

    public bool IsEmpty => Row is null && !Forget && !Purge && History is null && Activities.Count == 0 && ActivitiesDone.Count == 0
        && Timers.Count == 0 && TimersGone.Count == 0 && Outbound.Count == 0 && InboxDone.Count == 0;
}
