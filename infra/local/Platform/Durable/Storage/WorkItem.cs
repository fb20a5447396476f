using ChatPay.Local.Durable.History;

namespace ChatPay.Local.Durable.Storage;

/// <summary>Everything one turn changes; written in one transaction.</summary>
internal sealed class WorkItem(string id, long no)
{
    public string Id { get; } = id;

    /// <summary>The number of the instance, or the one it will have.</summary>
    public long No { get; } = no;

    /// <summary>The instance after the turn; null when nothing of it changed but the time of its last turn.</summary>
    public InstanceRow? Row { get; set; }

    /// <summary>The row is written whole: it is new, or replaces one.</summary>
    public bool NewRow { get; set; }

    /// <summary>All that was kept of the instance goes first, messages to it excepted.</summary>
    public bool Forget { get; set; }

    /// <summary>The instance and all that is kept of it go, messages to it excepted: one that no turn has seen may start it anew.</summary>
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
