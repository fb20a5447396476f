using ChatPay.Local.Durable;
using ChatPay.Local.Durable.History;
using ChatPay.Local.Durable.Protocol;
using ChatPay.Local.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask;
using Microsoft.Extensions.Hosting;

namespace ChatPay.Local.Tests.Hosting;

public sealed class DurableFunctionTests
{
    [Fact]
    public async Task Orchestrator_ThroughMiddleware_IsReplayedByTheOfficialWorker()
    {
        var (host, functions) = await StartAsync(builder => builder.UseMiddleware(async (context, next) => await next()));
        await using var _ = host;
        List<HistoryEvent> first =
        [
            new() { Kind = HistoryKind.TurnStarted, At = SampleHost.Start.UtcTicks },
            new() { Kind = HistoryKind.ExecutionStarted, Name = "Greet", Data = "\"Ann\"", Execution = "e1" },
        ];
        List<HistoryEvent> second =
        [
            new() { Kind = HistoryKind.TurnStarted, At = SampleHost.Start.UtcTicks },
            new() { Kind = HistoryKind.TaskCompleted, Seq = 0, Data = "\"Hello\"" },
        ];

        var scheduled = TurnOutcome.Of(await functions.ReplayAsync("greet", TurnRequest.For("order-1", "e1", [], first)));
        var ended = TurnOutcome.Of(
            await functions.ReplayAsync("greet", TurnRequest.For("order-1", "e1", [.. first, .. scheduled.Decisions], second)));

        Assert.Equal((HistoryKind.TaskScheduled, 0, "greeting"), Assert.Single(scheduled.Decisions.Select(d => (d.Kind, d.Seq, d.Name))));
        Assert.Equal("\"Hello, Ann (order-1)\"", ended.Output);
    }

    [Fact]
    public async Task Activity_WithJsonIn_GivesJsonOut()
    {
        var (host, functions) = await StartAsync();
        await using var _ = host;

        Assert.Equal(
            """{"Text":"ANN of order-1"}""",
            await functions.RunActivityAsync("shout", "order-1", """{"text":"ann"}""", CancellationToken.None));
        Assert.Null(await functions.RunActivityAsync("forget", "order-1", null, CancellationToken.None));
    }

    [Fact]
    public async Task Activity_ThatFails_TellsWhatTheFunctionThrew()
    {
        var (host, functions) = await StartAsync();
        await using var _ = host;

        var thrown = await Assert.ThrowsAsync<ActivityFailedException>(() =>
            functions.RunActivityAsync("refuse", "order-1", "5", CancellationToken.None));
        Assert.Equal(("System.NotSupportedException", "5"), (thrown.Failure.Type, thrown.Failure.Message));
        await Assert.ThrowsAsync<ActivityFailedException>(() =>
            functions.RunActivityAsync("refuse", "order-1", "\"five\"", CancellationToken.None));
        await Assert.ThrowsAsync<DurableFunctionNotFoundException>(() =>
            functions.RunActivityAsync("nobody", "order-1", null, CancellationToken.None));
    }

    [Fact]
    public async Task Host_WithDurableFunctionsButNoEngine_DoesNotStart()
    {
        var refused = await Assert.ThrowsAsync<PlatformException>(() => SampleHost.StartAsync<Sample>());

        Assert.Contains("engine", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<(SampleHost Host, IDurableFunctions Functions)> StartAsync(
        Action<FunctionsApplicationBuilder>? compose = null)
    {
        IDurableFunctions? functions = null;
        var host = await SampleHost.StartAsync<Sample>(
            o => o with
            {
                StartDurable = app =>
                {
                    functions = app.Functions;
                    return Task.FromResult(new DurableRuntime(null!, new NoEngine()));
                },
            },
            compose);
        return (host, functions!);
    }

    internal sealed record Shout(string Text);

    internal sealed class Sample
    {
        [Function("Greet")]
        public static async Task<string> Greet([OrchestrationTrigger] TaskOrchestrationContext context, string name)
        {
            var greeting = await context.CallActivityAsync<string>("greeting");
            return $"{greeting}, {name} ({context.InstanceId})";
        }

        [Function("Shout")]
        public async Task<Shout> ShoutAsync([ActivityTrigger] Shout input, string instanceId)
        {
            await Task.Yield();
            return new Shout($"{input.Text.ToUpperInvariant()} of {instanceId}");
        }

        [Function("Forget")]
        public static Task Forget([ActivityTrigger] string? input) => Task.CompletedTask;

        [Function("Refuse")]
        public static void Refuse([ActivityTrigger] int input) => throw new NotSupportedException($"{input}");
    }

    private sealed class NoEngine : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
