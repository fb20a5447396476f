using System.Reflection;
using ChatPay.Local.Clock;

namespace ChatPay.Local.Worker.Tests;

/// <summary>Not in parallel with other tests: while an app is being composed it is the process's entry assembly, which one test
/// checks.</summary>
[Collection(nameof(StartTests))]
[CollectionDefinition(nameof(StartTests), DisableParallelization = true)]
public sealed class StartTests
{
    [Fact]
    public async Task Worker_WhenItHasStarted_TellsTheAppsFunctions()
    {
        await using var sample = await SampleWorker.StartAsync();

        Assert.Equal(
            [
                ("Break", "httpTrigger"),
                ("Describe", "activityTrigger"),
                ("Forget", "activityTrigger"),
                ("Greet", "httpTrigger"),
                ("Hang", "activityTrigger"),
                ("Linger", "httpTrigger"),
                ("Price", "activityTrigger"),
                ("Repeat", "activityTrigger"),
                ("Sell", "orchestrationTrigger"),
                ("Start", "serviceBusTrigger"),
                ("Stray", "orchestrationTrigger"),
                ("TakeBatch", "serviceBusTrigger"),
                ("TakeNote", "serviceBusTrigger"),
                ("TakeSession", "serviceBusTrigger"),
                ("TakeTexts", "serviceBusTrigger"),
                ("Tick", "timerTrigger"),
            ],
            sample.Worker.Functions.Values.Select(f => (f.Name, f.TriggerType)).OrderBy(f => f.Name, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Workers_SideBySide_HaveTheirOwnClocksAndServices()
    {
        var before = Assembly.GetEntryAssembly();
        await using var first = await SampleWorker.StartAsync();
        await using var second = await SampleWorker.StartAsync(SampleWorker.Start.AddYears(1));

        await Task.WhenAll(first.Worker.RunTimerAsync("Tick", isPastDue: true), second.Worker.RunTimerAsync("Tick", isPastDue: false));
        var answers = await Task.WhenAll(Greet(first), Greet(second));

        Assert.StartsWith("past due True", Assert.Single(first.Notes), StringComparison.Ordinal);
        Assert.StartsWith("past due False", Assert.Single(second.Notes), StringComparison.Ordinal);
        Assert.Contains("2026-03-01 12:00:00Z", answers[0].Body, StringComparison.Ordinal);
        Assert.Contains("2027-03-01 12:00:00Z", answers[1].Body, StringComparison.Ordinal);
        Assert.Same(before, Assembly.GetEntryAssembly());

        static Task<(int Status, string Body)> Greet(SampleWorker sample) =>
            sample.GetAsync("Greet", "/api/greetings/Ann/1", route: new() { ["name"] = "Ann", ["count"] = "1" });
    }

    [Fact]
    public async Task Assembly_WithoutAnEntryPoint_IsRefusedInOneSentence()
    {
        using var clock = new LocalClock();

        var refused = await Assert.ThrowsAsync<WorkerStartException>(
            () => InProcessWorker.StartAsync(new InProcessWorkerOptions { App = typeof(InProcessWorker).Assembly, Clock = clock }));

        Assert.Equal("ChatPay.Local.Worker has no entry point, so it is not a Functions app.", refused.Message);
    }

    [Fact]
    public async Task Function_ThatTheAppHasNot_IsNamed()
    {
        await using var sample = await SampleWorker.StartAsync();

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => sample.Worker.RunTimerAsync("Tock", isPastDue: false));

        Assert.Contains("Tock", refused.Message, StringComparison.Ordinal);
    }
}
