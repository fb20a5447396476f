using ChatPay.Local.Durable.History;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Durable.Replay;

/// <summary>Runs an orchestrator from its beginning through its whole history and then through what is new, on the calling
/// thread, without blocking it.</summary>
internal sealed class Replayer
{
    /// <summary>The failure of an orchestrator that awaited something foreign.</summary>
    public static readonly Failure WentAstray = Failure.Of(new InvalidOperationException(ReplayThread.IllegalAwait));

    private readonly DurableEngineOptions _options;
    private readonly ReplayThread _thread;
    private readonly HistoryEvent _start;
    private readonly Decisions _decisions;
    private readonly EventWaits _events;
    private readonly OrchestratorContext _context;
    private Task<object?>? _run;

    private Replayer(string id, string execution, HistoryEvent start, DurableEngineOptions options, Action wentAstray)
    {
        _thread = new ReplayThread(wentAstray);
        _options = options;
        _start = start;
        _decisions = new Decisions(id, execution, _thread);
        _events = new EventWaits(_thread, options.Faults.LoseEventsToCancelledWaits);
        _context = new OrchestratorContext(id, start, options, _thread, _decisions, _events);
    }

    /// <param name="id">The instance.</param>
    /// <param name="execution">Its execution.</param>
    /// <param name="past">The history, turn by turn, each beginning with <see cref="HistoryKind.TurnStarted"/>.</param>
    /// <param name="incoming">What is new, beginning likewise.</param>
    /// <param name="options">What the engine runs on.</param>
    /// <param name="wentAstray">Called when it shows after the turn that the orchestrator awaited something foreign.</param>
    public static ReplayResult Run(
        string id, string execution, List<HistoryEvent> past, List<HistoryEvent> incoming, DurableEngineOptions options, Action wentAstray)
    {
        var start = past.Concat(incoming).First(e => e.Kind == HistoryKind.ExecutionStarted);
        var replayer = new Replayer(id, execution, start, options, wentAstray);
        try
        {
            return replayer.Run(past, incoming);
        }
        catch (NonDeterminism e)
        {
            return replayer.Astray(Failure.Of(e) with { Type = NonDeterminism.OfficialType });
        }
        finally
        {
            replayer._thread.End();
        }
    }

    private ReplayResult Run(List<HistoryEvent> past, List<HistoryEvent> incoming)
    {
        _decisions.Expect(past.FindAll(e => IsDecision(e.Kind)));
        _thread.Run(() => ApplyAll(past, incoming));
        if (!_thread.End() || (!_run!.IsCompleted && !_decisions.AnyOpen && !_events.Any))
            return Astray(WentAstray);

        // As on Azure: not before every timer, activity and sub-orchestration has ended, even when it failed.
        return !_run.IsCompleted || _decisions.AnyOpen ? Result() : Ended(_run);
    }

    private static bool IsDecision(HistoryKind kind) =>
        kind is HistoryKind.TaskScheduled or HistoryKind.TimerCreated or HistoryKind.SubOrchestrationCreated or HistoryKind.EventSent;

    private void ApplyAll(List<HistoryEvent> past, List<HistoryEvent> incoming)
    {
        _context.Replaying = true;
        foreach (var recorded in past)
            Apply(recorded);
        _context.Replaying = false;
        // Earlier turns have taken these out already; to do it again each turn would make a long poll cost more with every turn.
        _decisions.CancelledTimers.Clear();
        foreach (var message in incoming)
            Apply(message);
    }

    private void Apply(HistoryEvent e)
    {
        switch (e.Kind)
        {
            case HistoryKind.TurnStarted:
                _context.Now = e.Time;
                break;
            case HistoryKind.ExecutionStarted:
                _run = Start();
                break;
            case var decision when IsDecision(decision):
                _decisions.Confirm(e);
                break;
            case HistoryKind.TaskCompleted or HistoryKind.TimerFired or HistoryKind.SubOrchestrationCompleted:
                _decisions.End(e.Seq, new Outcome(e.Data, null));
                break;
            case HistoryKind.TaskFailed or HistoryKind.SubOrchestrationFailed:
                _decisions.End(e.Seq, new Outcome(null, e.Failure));
                break;
            case HistoryKind.EventRaised:
                _events.Raise(e.Name!, e.Data);
                break;
        }

        _thread.Settle();
    }

    private async Task<object?> Start() => await _options.Functions.RunOrchestratorAsync(_start.Name!, _context);

    private ReplayResult Result() => new([.. _decisions.Made], _decisions.CancelledTimers, _context.CustomStatus);

    private ReplayResult Failed(Failure failure) => Result() with { End = OrchestrationRuntimeStatus.Failed, Failure = failure };

    // What it decided on the wrong path is not carried out.
    private ReplayResult Astray(Failure failure) => Failed(failure) with { Decisions = [], CancelledTimers = [] };

    private ReplayResult Ended(Task<object?> run)
    {
        if (run.IsFaulted)
            return Failed(Unhandled(run.Exception.InnerException!));
        if (run.IsCanceled)
            return Failed(Failure.Of(new TaskCanceledException(run)));
        if (_context.Restart is { } restart)
            return Result() with { Restart = restart, Unclaimed = restart.KeepEvents ? _events.Unclaimed : [] };

        try
        {
            return Result() with { End = OrchestrationRuntimeStatus.Completed, Output = _context.Write(run.Result) };
        }
#pragma warning disable CA1031 // An output that cannot be written fails the instance, not the engine.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Failed(Failure.Of(e));
        }
    }

    private static Failure Unhandled(Exception e) => e is DurableFunctionNotFoundException
        ? Failure.Of(e) with { Type = "OrchestratorTaskNotFound", Final = true }
        : Failure.Of(e);
}
