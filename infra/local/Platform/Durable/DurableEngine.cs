using ChatPay.Local.Durable.Client;
using ChatPay.Local.Durable.Faults;
using ChatPay.Local.Durable.History;
using ChatPay.Local.Durable.Storage;
using ChatPay.Local.Durable.Turns;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local.Durable;

/// <summary>
/// Runs orchestrations as Durable Functions does, on one SQLite file. Each instance takes turns: a turn loads the history, replays
/// the whole orchestrator, and commits all its changes at once; only then are senders answered, activities run, timers set and other
/// instances notified. An idle instance exists on disk only, and a restart reads what is due, not what exists.
/// </summary>
public sealed class DurableEngine : IAsyncDisposable
{
    private readonly DurableEngineOptions _options;
    private readonly DurableStore _store;
    private readonly EngineWork _work;
    private readonly Mailboxes _mailboxes;
    private readonly Activities _activities;
    private readonly Alarm _alarm;
    private readonly FaultyDelivery _delivery;
    private readonly SemaphoreSlim _turns;
    private readonly WarmInstances _warm = new();
    private readonly ILogger _log;

    private DurableEngine(DurableEngineOptions options)
    {
        _options = options;
        _log = options.LoggerFactory.CreateLogger<DurableEngine>();
        _turns = new SemaphoreSlim(options.MaxConcurrentTurns);
        _store = DurableStore.Open(options.DataFile);
        _work = new EngineWork(options.Clock);
        _mailboxes = new Mailboxes(_work, RunTurns);
        _activities = new Activities(options, _work, Post);
        _delivery = new FaultyDelivery(options.Faults, _work, _mailboxes.Post, RunAgain);
        _alarm = new Alarm(_store, options.Clock, _work, Fire);
        Watch = new InstanceWatch(id => _warm.Row(id) ?? _store.Find(id));
        Client = new LocalDurableTaskClient(this, _store, options);
        using var starting = _work.Begin("the durable engine's start");

        // Before anything new can be scheduled, so that each activity on disk is started once.
        foreach (var activity in _store.OpenActivities())
            _activities.Start(activity);
        _store.Addressed().ForEach(id => Post(id, new Message()));
        _alarm.Start();
    }

    /// <summary>Starts, signals and manages orchestrations.</summary>
    public DurableTaskClient Client { get; }

    /// <summary>Transactions committed since the start, each synced to disk.</summary>
    public long Commits => _store.Commits;

    internal InstanceWatch Watch { get; }

    /// <summary>Opens the file, and resumes everything that is unfinished.</summary>
    /// <exception cref="PlatformException">The file is damaged, or of another version.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="DurableEngineOptions.PurgeFinishedAfter"/> is negative.</exception>
    public static Task<DurableEngine> StartAsync(DurableEngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(
            options.PurgeFinishedAfter ?? default,
            TimeSpan.Zero,
            nameof(options.PurgeFinishedAfter));
        return Task.Run(() => new DurableEngine(options));
    }

    /// <summary>Stops at once: uncommitted work is never acknowledged, and is repeated after the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        var idle = _mailboxes.CloseAsync();
        _alarm.Dispose();
        _activities.Dispose();
        await idle;
        Watch.Close();
        _work.Close();
        await _store.CloseAsync();
    }

    /// <summary>The history of an instance's current execution.</summary>
    public List<HistoryEvent> History(string id) => _store.History(id);

    /// <summary>Sends a message to an instance.</summary>
    internal void Post(string id, Message message) => _delivery.Pass(id, message);

    /// <summary>Runs an activity again whose result was lost; on disk it is still open.</summary>
    private void RunAgain(string id, int seq) =>
        _store.OpenActivities().Where(a => a.Id == id && a.Seq == seq).ToList().ForEach(_activities.Start);

    private void Fire(TimerRow timer) => Post(timer.Id, new Message
    {
        Timer = timer,
        Purge = timer.Seq == TimerRow.PurgeSeq,
        Event = timer.Seq < 0
            ? null
            : new HistoryEvent { Kind = HistoryKind.TimerFired, Seq = timer.Seq, At = timer.Due, Execution = timer.Execution },
    });

#pragma warning disable VSTHRD100 // Not awaited: errors go to the senders who await the messages.
    private async void RunTurns(Mailbox mailbox)
#pragma warning restore VSTHRD100
    {
        while (_mailboxes.Take(mailbox) is { } messages)
        {
            try
            {
                await TurnAsync(mailbox.Id, messages);
            }
#pragma warning disable CA1031
            catch (Exception e)
#pragma warning restore CA1031
            {
                Fail(mailbox.Id, messages, e);
            }
        }
    }

    private async Task TurnAsync(string id, List<Message> messages)
    {
        TurnResult turn;
        await _turns.WaitAsync();
        try
        {
            var state = Load(id, messages);
            state = state with { Inbox = _delivery.Inbox(id, state.Row, state.Inbox!) };
            turn = await Turn.TakeAsync(id, state.Row?.No ?? _store.NextNo(), state, messages, _options.Clock.GetUtcNow(), _options);
        }
        finally
        {
            _turns.Release();
        }

        if (!turn.Item.IsEmpty)
        {
            MayCrash(CommitPoint.Before, id);
            await _store.WriteAsync(turn.Item);
            MayCrash(CommitPoint.After, id);
        }

        if (turn.Next is { } next)
            _warm.Put(id, next);
        Committed(turn);
        foreach (var answer in turn.Answers)
            answer();
    }

    private InstanceState Load(string id, List<Message> messages)
    {
        if (_warm.Take(id) is not { } state)
            return _store.Load(id);

        // A message with neither event nor purge asks to read the inbox.
        return state.Inbox is null || messages.Exists(m => m is { Event: null, Purge: false })
            ? state with { Inbox = _store.Inbox(id) }
            : state;
    }

    private void Committed(TurnResult turn)
    {
        var item = turn.Item;
        if (item.IsEmpty)
            return;
        item.Activities.ForEach(_activities.Start);
        foreach (var to in item.Outbound.Select(o => o.To).Distinct())
            Post(to, new Message());
        _alarm.Committed(item);
        if (turn.Row is not { } row)
            return;
        if (turn.HasNothingOpen)
        {
            _log.LogInformation(
                "Orchestration {Name} {Instance} has no activity, timer or orchestration to wait for: it goes on with an external event. "
                    + "If it waits for none, it awaits something that is not durable, and waits for ever",
                row.Name,
                row.Id);
        }

        if (row.Failure is { } failure)
            _log.LogError("Orchestration {Name} {Instance} failed: {Failure}", row.Name, row.Id, failure.Details());
        Watch.Committed(row);
    }

    private void MayCrash(CommitPoint point, string id)
    {
        if (_options.Faults.Crash?.Invoke(point, id) == true)
            _ = _mailboxes.CloseAsync();
        ObjectDisposedException.ThrowIf(_mailboxes.Closed, this);
    }

    private void Fail(string id, List<Message> messages, Exception e)
    {
        foreach (var message in messages)
            message.Done?.TrySetException(e);
        if (_mailboxes.Closed)
            return;

        _log.LogError(e, "A turn of orchestration {Instance} was not committed; it is tried again in a second", id);
        _options.Clock.Work.Detach(() => _ = TryAgainAsync(id, [.. messages.Where(m => m.Done is null)]));
    }

    /// <summary>The senders have seen the error; the engine's own messages must be processed without waiting for the next
    /// start.</summary>
    private async Task TryAgainAsync(string id, List<Message> messages)
    {
        await Task.Delay(TimeSpan.FromSeconds(1), _options.Clock);
        messages.ForEach(m => Post(id, m));
    }
}
