using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Tests.Durable;

public sealed class RetryTests
{
    [Fact]
    public async Task Policy_WithBackoff_WaitsOnTheClockUpToItsMaximum()
    {
        await using var run = await Run.StartAsync(new RetryPolicy(5, TimeSpan.FromMinutes(1), 4, TimeSpan.FromMinutes(10)), fails: 4);

        await run.Durability.Clock.AdvanceAsync(TimeSpan.FromDays(1));

        Assert.Equal([0, 1, 5, 15, 25], run.Minutes);
        Assert.Equal(4, await run.Durability.OutputAsync<int>(run.Id));
    }

    [Fact]
    public async Task Policy_OutOfAttempts_FailsWithTheLastFailure()
    {
        await using var run = await Run.StartAsync(new RetryPolicy(3, TimeSpan.FromMinutes(1)), fails: 9);

        await run.Durability.Clock.AdvanceAsync(TimeSpan.FromDays(1));

        Assert.Equal([0, 1, 2], run.Minutes);
        Assert.Equal("attempt 2", (await run.Durability.StateAsync(run.Id)).FailureDetails?.InnerFailure?.ErrorMessage);
    }

    [Fact]
    public async Task Policy_WithTimeout_StopsWhenItHasPassed()
    {
        var policy = new RetryPolicy(100, TimeSpan.FromMinutes(4), retryTimeout: TimeSpan.FromMinutes(10));
        await using var run = await Run.StartAsync(policy, fails: 99);

        await run.Durability.Clock.AdvanceAsync(TimeSpan.FromDays(1));

        Assert.Equal([0, 4, 8, 12], run.Minutes);
    }

    [Fact]
    public async Task Policy_WithFilter_StopsAtWhatItRefusesAndIsNotAskedAfterTheLastAttempt()
    {
        var asked = 0;
        var policy = new RetryPolicy(2, TimeSpan.FromMinutes(1))
        {
            HandleFailure = failure =>
            {
                asked++;
                return failure.IsCausedBy<TimeoutException>();
            },
        };
        await using var run = await Run.StartAsync(policy, fails: 9);

        await run.Durability.Clock.AdvanceAsync(TimeSpan.FromDays(1));

        Assert.Equal([0, 1], run.Minutes);

        // Asked once in the turn it decides, and once for each replay of it.
        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task Handler_SayingNo_EndsTheRetries()
    {
        await using var run = await Run.StartAsync(
            TaskRetryOptions.FromRetryHandler(async retry =>
            {
                await retry.OrchestrationContext.CreateTimer(TimeSpan.FromMinutes(retry.LastAttemptNumber), CancellationToken.None);
                return retry.LastAttemptNumber < 3;
            }),
            fails: 9);

        await run.Durability.Clock.AdvanceAsync(TimeSpan.FromDays(1));

        Assert.Equal([0, 1, 3], run.Minutes);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, await run.Durability.StatusAsync(run.Id));
    }

    [Fact]
    public void Policy_OutsideItsBounds_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(0, TimeSpan.FromSeconds(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, TimeSpan.FromSeconds(1), 0.5));
    }

    private sealed class Run : IAsyncDisposable
    {
        public required Durability Durability { get; init; }

        public string Id { get; private set; } = string.Empty;

        /// <summary>When the activity ran, in minutes since the start.</summary>
        public List<int> Minutes { get; } = [];

        public static async Task<Run> StartAsync(TaskRetryOptions retry, int fails)
        {
            Run? run = null;
            var durability = await Durability.StartAsync(d =>
            {
                var start = d.Clock.GetUtcNow();
                d.Activity<int, int>("Flaky", _ =>
                {
                    var attempt = run!.Minutes.Count;
                    run.Minutes.Add((int)(d.Clock.GetUtcNow() - start).TotalMinutes);
                    return attempt < fails ? throw new TimeoutException($"attempt {attempt}") : attempt;
                });
                d.Orchestrator("Main", async c => (object?)await c.CallActivityAsync<int>("Flaky", 0, new TaskOptions(retry)));
            });
            run = new Run { Durability = durability };
            run.Id = await durability.RunAsync("Main");
            return run;
        }

        public ValueTask DisposeAsync() => Durability.DisposeAsync();
    }
}
