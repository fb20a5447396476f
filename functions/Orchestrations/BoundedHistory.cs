using Microsoft.DurableTask;

namespace ChatPay.Functions.Orchestrations;

/// <summary>Keeps the history of a long-lived orchestration short: after a number of steps it continues as new, with its unread
/// events, and resumes from the order's row. An activity that keeps failing does not end it either, and shows as its
/// <see cref="FailingActivity"/>. Deterministic: it is replayed.</summary>
/// <remarks>A step is a call, a failed attempt at one, or a wait: at most eight history events each.</remarks>
internal sealed class BoundedHistory
{
    /// <summary>The number of steps after which it continues as new.</summary>
    public const int MaxSteps = 150;

    private static readonly TimeSpan AfterFailure = TimeSpan.FromHours(1);

    private readonly TaskOrchestrationContext _context;
    private readonly bool _applies;
    private int _steps;

    private BoundedHistory(TaskOrchestrationContext context)
    {
        _context = context;
        _applies = OrchestrationVersion.HasBoundedHistory(context);
    }

    /// <param name="context">The context of the orchestration.</param>
    /// <param name="life">The body of the orchestration, which works out where to resume each time it starts.</param>
    /// <param name="inputAgain">The input when it continues as new; null keeps the present one.</param>
    public static async Task<T?> RunAsync<T>(
        TaskOrchestrationContext context, Func<BoundedHistory, Task<T>> life, string? inputAgain = null)
    {
        var history = new BoundedHistory(context);
        try
        {
            return await life(history);
        }
        catch (HistoryFullException)
        {
            // It continues as new.
        }
        catch (TaskFailedException) when (history._applies)
        {
            // Out of attempts, or the build lacks the activity: what an order is owed does not end with that.
            await context.CreateTimer(context.CurrentUtcDateTime + AfterFailure, CancellationToken.None);
        }

        context.ContinueAsNew(inputAgain ?? context.GetInput<string>());
        return default;
    }

    /// <summary>Runs an orchestration that has no result.</summary>
    public static Task RunAsync(TaskOrchestrationContext context, Func<BoundedHistory, Task> life) => RunAsync(context, async history =>
    {
        await life(history);
        return true;
    });

    /// <summary>Calls an activity, with retries.</summary>
    public Task<T> CallAsync<T>(string activity, string? input) where T : notnull
    {
        Step();
        return FailingActivity.CallAsync<T>(_context, activity, input, MayGoOn);
    }

    /// <summary>Calls an activity that has no result, with retries.</summary>
    public Task CallAsync(string activity, string? input)
    {
        Step();
        return FailingActivity.CallAsync(_context, activity, input, MayGoOn);
    }

    public Task WaitUntilAsync(DateTime until)
    {
        Step();
        return _context.CreateTimer(until, CancellationToken.None);
    }

    /// <summary>Counts a step, and ends this execution when there have been too many: the next execution does the rest.</summary>
    public void Step()
    {
        if (_applies && ++_steps > MaxSteps)
            throw new HistoryFullException();
    }

    private bool MayGoOn() => !_applies || ++_steps < MaxSteps;

    /// <summary>Unwinds the orchestrator, nothing else.</summary>
    private sealed class HistoryFullException : Exception;
}
