using System.Collections.Concurrent;
using ChatPay.Local.Tests.Durable.Conformance.Engines;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Tests.Durable.Conformance;

public sealed class RetryConformanceTests
{
    [Theory, Engines(Can.Clock)]
    public Task Policy_WithBackoff_WaitsUpToItsMaximum(string engine) =>
        RunAsync(
            engine,
            new RetryPolicy(5, TimeSpan.FromMinutes(1), 4, TimeSpan.FromMinutes(10)),
            recoversAfter: 16,
            [0, 1, 5, 15, 25],
            OrchestrationRuntimeStatus.Completed);

    [Theory, Engines(Can.Clock)]
    public Task Policy_WithoutAMaximum_WaitsAnHourAtMost(string engine) => RunAsync(
        engine, new RetryPolicy(4, TimeSpan.FromMinutes(50), 2), recoversAfter: 9999, [0, 50, 110, 170], OrchestrationRuntimeStatus.Failed);

    [Theory, Engines(Can.Clock)]
    public Task Policy_WithATimeout_StopsWhenItHasPassed(string engine) => RunAsync(
        engine,
        new RetryPolicy(100, TimeSpan.FromMinutes(4), retryTimeout: TimeSpan.FromMinutes(10)),
        recoversAfter: 9999,
        [0, 4, 8, 12],
        OrchestrationRuntimeStatus.Failed);

    [Theory, Engines(Can.Clock)]
    public Task Handler_ThatWaitsAndThenSaysNo_EndsTheRetries(string engine) => RunAsync(
        engine,
        TaskRetryOptions.FromRetryHandler(async retry =>
        {
            await retry.OrchestrationContext.CreateTimer(TimeSpan.FromMinutes(retry.LastAttemptNumber), CancellationToken.None);
            return retry.LastAttemptNumber < 3;
        }),
        recoversAfter: 9999,
        [0, 1, 3],
        OrchestrationRuntimeStatus.Failed);

    [Theory, Engines]
    public Task Policy_OutOfAttempts_FailsWithTheLastFailure(string engine)
    {
        var times = new ConcurrentQueue<DateTimeOffset>();
        return Conformance.RunAsync(
            engine,
            d => Flaky(d, new RetryPolicy(3, TimeSpan.FromMilliseconds(100)), times, () => true),
            async d =>
            {
                var id = await d.StartAsync("Main");
                await d.PassAsync(TimeSpan.FromMilliseconds(500));

                var failure = await d.FailureAsync(id);

                Assert.Equal(
                    ("Microsoft.DurableTask.TaskFailedException", "System.TimeoutException"),
                    (failure.ErrorType, failure.InnerFailure?.ErrorType));
                Assert.Equal(3, times.Distinct().Count());
            });
    }

    [Theory, Engines]
    public Task Policy_WithAFilter_StopsAtWhatItRefuses(string engine)
    {
        var times = new ConcurrentQueue<DateTimeOffset>();
        var policy = new RetryPolicy(9, TimeSpan.FromMilliseconds(50))
        {
            HandleFailure = failure => failure.IsCausedBy<ArgumentException>(),
        };
        return Conformance.RunAsync(
            engine,
            d => Flaky(d, policy, times, () => true),
            async d =>
            {
                Assert.Equal("System.TimeoutException", (await d.FailureAsync(await d.StartAsync("Main"))).InnerFailure?.ErrorType);
                Assert.Single(times.Distinct());
            });
    }

    [Theory, Engines]
    public Task Policy_WithAFilter_IsNotAskedAfterTheLastAttempt(string engine)
    {
        var asked = 0;
        var policy = new RetryPolicy(1, TimeSpan.FromMilliseconds(50))
        {
            HandleFailure = _ =>
            {
                asked++;
                return true;
            },
        };
        return Conformance.RunAsync(
            engine,
            d =>
            {
                asked = 0;
                Flaky(d, policy, [], () => true);
            },
            async d =>
            {
                await d.FailureAsync(await d.StartAsync("Main"));
                Assert.Equal(0, asked);
            });
    }

    [Theory, Engines]
    public Task Handler_AfterAFailure_KnowsItAndTheAttempt(string engine)
    {
        var seen = new ConcurrentQueue<string>();
        var handler = TaskRetryOptions.FromRetryHandler(retry =>
        {
            seen.Enqueue($"{retry.LastAttemptNumber} {retry.LastFailure.ErrorType} {retry.LastFailure.IsCausedBy<TimeoutException>()}");
            return retry.LastAttemptNumber < 2;
        });
        return Conformance.RunAsync(
            engine,
            d =>
            {
                seen.Clear();
                Flaky(d, handler, [], () => true);
            },
            async d =>
            {
                await d.FailureAsync(await d.StartAsync("Main"));
                Assert.Equal(["1 System.TimeoutException True", "2 System.TimeoutException True"], seen.Distinct());
            });
    }

    [Theory, Engines]
    public Task SubOrchestration_ThatFails_IsTriedAgain(string engine)
    {
        var tries = new ConcurrentDictionary<string, bool>();
        return Conformance.RunAsync(
            engine,
            d =>
            {
                tries.Clear();
                d.Orchestrator(
                    "Child",
                    async c =>
                    {
                        tries[c.InstanceId] = true;
                        await c.CreateTimer(TimeSpan.FromMilliseconds(10), CancellationToken.None);
                        throw new InvalidOperationException("not yet");
                    });
                d.Orchestrator(
                    "Main",
                    c =>
                        c.CallSubOrchestratorAsync(
                            "Child",
                            options: TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromMilliseconds(50)))));
            },
            async d =>
            {
                var id = await d.StartAsync("Main");
                await d.PassAsync(TimeSpan.FromMilliseconds(400));

                Assert.Equal("System.InvalidOperationException", (await d.FailureAsync(id)).InnerFailure?.ErrorType);
                Assert.Single(tries);
            });
    }

    [Fact]
    public void Policy_OutsideItsBounds_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(0, TimeSpan.FromSeconds(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, TimeSpan.FromSeconds(1), 0.5));
    }

    /// <param name="engine">The engine.</param>
    /// <param name="retry">The retry options.</param>
    /// <param name="recoversAfter">The minutes until the activity stops failing.</param>
    /// <param name="expected">The minutes at which it must have run.</param>
    /// <param name="status">The final status.</param>
    /// <param name="test">The test.</param>
    private static Task RunAsync(
        string engine,
        TaskRetryOptions retry,
        int recoversAfter,
        int[] expected,
        OrchestrationRuntimeStatus status,
        [System.Runtime.CompilerServices.CallerMemberName] string test = "")
    {
        var times = new ConcurrentQueue<DateTimeOffset>();
        Trial? trial = null;
        var start = DateTimeOffset.MinValue;
        return Conformance.RunAsync(
            engine,
            d =>
            {
                (trial, start) = (d, d.Now);
                Flaky(d, retry, times, () => trial.Now < start.AddMinutes(recoversAfter));
            },
            async d =>
            {
                var id = await d.StartAsync("Main");
                await d.PassAsync(TimeSpan.FromDays(1));

                Assert.Equal(status, (await d.EndAsync(id)).RuntimeStatus);
                Assert.Equal(expected, times.Distinct().Select(t => (int)(t - start).TotalMinutes));
            },
            test: test);
    }

    // An attempt may run twice at the same time: only the times count.
    private static void Flaky(Trial d, TaskRetryOptions retry, ConcurrentQueue<DateTimeOffset> times, Func<bool> fails)
    {
        times.Clear();
        d.Activity<int, int>("Flaky", _ =>
        {
            times.Enqueue(d.Now);
            return fails() ? throw new TimeoutException("not in time") : 1;
        });
        d.Orchestrator("Main", c => c.CallActivityAsync<int>("Flaky", 0, new TaskOptions(retry)));
    }
}
