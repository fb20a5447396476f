using Microsoft.DurableTask;

namespace ChatPay.Functions.Orchestrations;

/// <summary>
/// Runs an orchestration that may live long with a history that stays short: after a number of steps it continues as new, with the events
/// that nobody has read, and reads from the order where it stands. A step that keeps failing does not end it either, and shows as its
/// <see cref="FailingActivity"/>. Deterministic: it is replayed.
/// </summary>
/// <remarks>A step is a call, a failed attempt of one, or a wait: at most eight events of history each.</remarks>
internal sealed class BoundedHistory
{
    /// <summary>After so many steps it continues as new.</summary>
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

    /// <param name="context">The orchestration's.</param>
    /// <param name="life">Finds by itself where it stands when it begins again.</param>
    /// <param name="inputAgain">Its input when it begins again; null when that stays what it is.</param>
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

    /// <summary>The same for one without a result.</summary>
    public static Task RunAsync(TaskOrchestrationContext context, Func<BoundedHistory, Task> life) => RunAsync(context, async history =>
    {
        await life(history);
        return true;
    });

    /// <summary>Calls an activity, and again while it fails.</summary>
    public Task<T> CallAsync<T>(string activity, string? input) where T : notnull
    {
        Step();
        return FailingActivity.CallAsync<T>(_context, activity, input, MayGoOn);
    }

    /// <summary>The same for an activity without a result.</summary>
    public Task CallAsync(string activity, string? input)
    {
        Step();
        return FailingActivity.CallAsync(_context, activity, input, MayGoOn);
    }

    /// <summary>Waits until then.</summary>
    public Task WaitUntilAsync(DateTime until)
    {
        Step();
        return _context.CreateTimer(until, CancellationToken.None);
    }

    /// <summary>Counts a step, and ends this execution when there have been enough: what is undone then is done by the next.</summary>
    public void Step()
    {
        if (_applies && ++_steps > MaxSteps)
            throw new HistoryFullException();
    }

    private bool MayGoOn() => !_applies || ++_steps < MaxSteps;

    /// <summary>Unwinds the orchestrator, nothing else.</summary>
    private sealed class HistoryFullException : Exception;
}
