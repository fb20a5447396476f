using ChatPay.Local.Worker.Sample;
using Microsoft.Azure.Functions.Worker;

namespace ChatPay.Local.Worker.Tests;

public sealed class RequestTests
{
    [Fact]
    public async Task Request_WithRouteAndQuery_IsAnsweredInItsCallersFlow()
    {
        await using var sample = await SampleWorker.StartAsync();
        Notes.Caller.Value = "this test";

        var answer = await sample.GetAsync("Greet", "/api/greetings/Ann/2", "?tone=loudly", new() { ["name"] = "Ann", ["count"] = "2" });

        Assert.Equal((200, "/api/greetings/Ann/2: 2 x Ann, loudly, at 2026-03-01 12:00:00Z, for this test"), answer);
    }

    [Fact]
    public async Task Request_WhoseFunctionThrows_FailsWithWhatItSaid()
    {
        await using var sample = await SampleWorker.StartAsync();

        var failed = await Assert.ThrowsAsync<FunctionFailedException>(() => sample.GetAsync("Break", "/api/break"));

        Assert.Contains("It breaks.", failed.Message, StringComparison.Ordinal);
        Assert.Equal("Break", failed.Function);
    }

    [Fact(Timeout = 30_000)]
    public async Task Request_WhoseCallerGoesAway_CancelsItsFunction()
    {
        await using var sample = await SampleWorker.StartAsync();
        using var gone = new CancellationTokenSource();

        var lingering = sample.GetAsync("Linger", "/api/linger", cancel: gone.Token);
        while (sample.Notes.IsEmpty)
            await Task.Yield();
        await gone.CancelAsync();

        await Assert.ThrowsAsync<FunctionFailedException>(() => lingering);
    }

    [Fact]
    public async Task Timer_WithASchedule_IsToldOfIt()
    {
        await using var sample = await SampleWorker.StartAsync();
        Notes.Caller.Value = "the clock";

        await sample.Worker.RunTimerAsync(
            "Tick",
            isPastDue: true,
            new ScheduleStatus { Last = SampleWorker.Start.UtcDateTime.AddHours(-2) });

        Assert.Equal(["past due True, last 2026-03-01 10:00:00Z, for the clock"], sample.Notes);
    }
}
