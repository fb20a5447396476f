using ChatPay.Local.Clock;
using ChatPay.Local.Durable.History;
using ChatPay.Local.Durable.Storage;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local.Durable.Turns;

/// <summary>Runs activities, and sends their results to their instances. An activity is on disk before it runs, so it is repeated
/// after a crash.</summary>
internal sealed class Activities(DurableEngineOptions options, EngineWork work, Action<string, Message> post) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(options.MaxConcurrentActivities);
    private readonly CancellationTokenSource _stop = new();
    private readonly ILogger _log = options.LoggerFactory.CreateLogger<Activities>();

    public void Start(ActivityRow activity)
    {
        // Begun before the turn that caused it ends, so that the clock does not move in between.
        var begun = work.Begin($"activity {activity.Name} of {activity.Id}");
        ThreadPool.UnsafeQueueUserWorkItem(_ => Run(activity, begun), null);
    }

    /// <summary>Cancels running activities without awaiting their results, as in a crash.</summary>
    public void Dispose() => _stop.Cancel();

#pragma warning disable VSTHRD100, CA1031 // Not awaited; whatever an activity throws is its result.
    private async void Run(ActivityRow activity, IDisposable begun)
    {
        try
        {
            using var entered = work.Enter($"activity {activity.Name} of {activity.Id}");
            begun.Dispose();
            using (WorkTracker.WaitsForOthers())
                await _slots.WaitAsync(_stop.Token);
            try
            {
                await RunAsync(activity);
            }
            finally
            {
                _slots.Release();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The engine is stopping; the activity is still on disk.
        }
        catch (Exception e)
        {
            _log.LogCritical(e, "The result of activity {Activity} of {Instance} is lost", activity.Name, activity.Id);
        }
    }
#pragma warning restore VSTHRD100, CA1031

    private async Task RunAsync(ActivityRow activity)
    {
        var result = await OnceAsync(activity);
        post(activity.Id, new Message { Event = result });
        if (options.Faults.RunActivitiesTwice)
            post(activity.Id, new Message { Event = await OnceAsync(activity) });
    }

    private async Task<HistoryEvent> OnceAsync(ActivityRow activity)
    {
        var result = new HistoryEvent { Kind = HistoryKind.TaskCompleted, Seq = activity.Seq, Execution = activity.Execution };
        try
        {
            var output = await options.Functions.RunActivityAsync(activity.Name, activity.Id, activity.Input, _stop.Token);
            _stop.Token.ThrowIfCancellationRequested();
            return result with { Data = output };
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw;
        }
        catch (ActivityFailedException e)
        {
            _log.LogWarning("Activity {Activity} of {Instance} failed: {Failure}", activity.Name, activity.Id, e.Failure.Details());
            return result with { Kind = HistoryKind.TaskFailed, Failure = e.Failure };
        }
        catch (DurableFunctionNotFoundException e)
        {
            return result with
            {
                Kind = HistoryKind.TaskFailed,
                Failure = Failure.Of(e) with { Type = "ActivityTaskNotFound", Final = true },
            };
        }
#pragma warning disable CA1031 // Whatever an activity throws is its result.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _log.LogWarning(e, "Activity {Activity} of {Instance} failed", activity.Name, activity.Id);
            return result with { Kind = HistoryKind.TaskFailed, Failure = Failure.Of(e) };
        }
    }
}
