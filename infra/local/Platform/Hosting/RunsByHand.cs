using ChatPay.Local.Clock;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local.Hosting;

/// <summary>Runs functions for the admin API: timers, activities with an input, and queue functions with a message body.</summary>
internal static class RunsByHand
{
    /// <param name="catalog">The app's functions.</param>
    /// <param name="timers">The timer functions.</param>
    /// <param name="invoker">Runs activities.</param>
    /// <param name="clock">Tracks the runs as work.</param>
    /// <param name="send">Sends a message to the queue of a function; null without a broker.</param>
    /// <param name="stopping">Passed to activities.</param>
    public static IReadOnlyDictionary<string, Action<string?>> For(
        FunctionCatalog catalog,
        IReadOnlyDictionary<string, TimerSchedule> timers,
        FunctionInvoker invoker,
        LocalClock clock,
        Func<LocalFunction, string, Task>? send,
        CancellationToken stopping)
    {
        var runs = new Dictionary<string, Action<string?>>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, timer) in timers)
            runs.Add(name, _ => timer.RunByHand());
        foreach (var (function, _) in catalog.With<ActivityTriggerAttribute>())
            runs.Add(
                function.Name,
                input =>
                    Begin(
                        function,
                        () =>
                            invoker.InvokeAsync(
                                function,
                                (worker, token) => worker.RunActivityAsync(function.Name, "", input, token),
                                stopping)));
        if (send is not null)
        {
            foreach (var (function, _) in catalog.With<ServiceBusTriggerAttribute>())
                runs.Add(function.Name, input => Begin(function, () => send(function, input ?? "")));
        }

        return runs;

        void Begin(LocalFunction function, Func<Task> run) =>
            clock.Work.Detach(() => _ = RunAsync(function, run, clock.Working($"{function.Name} by hand")));

        async Task RunAsync(LocalFunction function, Func<Task> run, IDisposable work)
        {
            using (work)
            {
                try
                {
                    await Task.Yield();
                    await run();
                }
#pragma warning disable CA1031 // The caller has been answered; what the function throws goes to the log.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    invoker.Logger(function).LogError(e, "The function {Function} failed.", function.Name);
                }
            }
        }
    }
}
