using Azure;
using ChatPay.Functions.Platform.Errors;
using ChatPay.Functions.Platform.Messaging;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ChatPay.Functions.Tests.Shared.Messaging;

public sealed class PatienceTests
{
    private readonly FakeTimeProvider _time = new();
    private int _attempts;

    [Fact]
    public async Task Run_OutageThatEnds_SucceedsWithinOneDelivery()
    {
        var running = new OutageBackoff(_time).RunAsync(
            _ => ++_attempts < 4 ? throw new RequestFailedException(503, "busy") : Task.CompletedTask,
            default);
        foreach (var seconds in new[] { 1, 2, 4 })
            Pass(seconds);

        await running;
        Assert.Equal(4, _attempts);
    }

    [Fact]
    public async Task Run_OutageThatStays_GivesUpInTimeForAHostThatStops()
    {
        var running = new OutageBackoff(_time).RunAsync(_ => Fail(Problems.Unavailable("Instagram")), default);
        foreach (var seconds in new[] { 1, 2, 4, 8 })
            Pass(seconds);

        await Assert.ThrowsAsync<ProblemException>(() => running);
        Assert.Equal(5, _attempts);
    }

    [Fact]
    public async Task Run_OutageThatAnswersSlowly_GivesUpSooner()
    {
        var running = new OutageBackoff(_time).RunAsync(
            _ =>
            {
                Pass(6);
                return Fail(Problems.Unavailable("Instagram"));
            },
            default);
        Pass(1);

        await Assert.ThrowsAsync<ProblemException>(() => running);
        Assert.Equal(2, _attempts);
    }

    [Fact]
    public async Task Run_ProcessToldToEnd_WaitsNoLonger()
    {
        var host = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        var running = new OutageBackoff(_time, host).RunAsync(_ => Fail(Problems.Unavailable("Instagram")), default);
        Assert.False(running.IsCompleted);

        host.StopApplication();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(1, _attempts);
    }

    [Fact]
    public async Task Run_FailureThatCannotPass_IsNotRepeated()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            new OutageBackoff(_time).RunAsync(_ => Fail(new InvalidOperationException()), default));

        Assert.Equal(1, _attempts);
    }

    private Task Fail(Exception e)
    {
        _attempts++;
        throw e;
    }

    // The wait starts synchronously after a failed attempt, so the clock can be advanced at once.
    private void Pass(int seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));
}
