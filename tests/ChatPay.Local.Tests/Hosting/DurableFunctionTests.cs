using ChatPay.Local.Durable;
using ChatPay.Local.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask;
using Microsoft.Extensions.Hosting;

namespace ChatPay.Local.Tests.Hosting;

public sealed class DurableFunctionTests
{
    [Fact]
    public async Task Orchestrator_ThroughMiddleware_StaysOnTheContextItIsCalledOn()
    {
        var (host, functions) = await StartAsync(builder => builder.UseMiddleware(async (context, next) => await next()));
        await using var _ = host;
        var turn = new Turn();
        var activity = new TaskCompletionSource<string>();

        var (result, thread) = turn.Run(() => functions.RunOrchestratorAsync("greet", new ScriptedOrchestration("order-1", "Ann", activity.Task)));
        Assert.False(result.IsCompleted);
        activity.SetResult("Hello");
        turn.Pump();

        Assert.True(result.IsCompletedSuccessfully);
        Assert.Equal($"Hello, Ann (order-1) on {thread}", await result);
    }

    [Fact]
    public async Task Activity_WithJsonIn_GivesJsonOut()
    {
        var (host, functions) = await StartAsync();
        await using var _ = host;

        Assert.Equal("""{"Text":"ANN of order-1"}""", await functions.RunActivityAsync("shout", "order-1", """{"text":"ann"}""", CancellationToken.None));
        Assert.Null(await functions.RunActivityAsync("forget", "order-1", null, CancellationToken.None));
    }

    [Fact]
    public async Task Activity_ThatFails_ThrowsWhatTheFunctionThrew()
    {
        var (host, functions) = await StartAsync();
        await using var _ = host;

        await Assert.ThrowsAsync<NotSupportedException>(() => functions.RunActivityAsync("refuse", "order-1", "5", CancellationToken.None));
        await Assert.ThrowsAsync<FunctionInputConverterException>(() => functions.RunActivityAsync("refuse", "order-1", "\"five\"", CancellationToken.None));
        await Assert.ThrowsAsync<DurableFunctionNotFoundException>(() => functions.RunActivityAsync("nobody", "order-1", null, CancellationToken.None));
    }

    [Fact(Timeout = 60_000)]
    public async Task Stop_WhileAnOrchestratorWaits_DoesNotWaitForIt()
    {
        var (host, functions) = await StartAsync(drainTimeout: TimeSpan.FromHours(1));
        var (waiting, _) = new Turn().Run(() => functions.RunOrchestratorAsync("greet", new ScriptedOrchestration("order-1", "Ann", new TaskCompletionSource<string>().Task)));

        await host.DisposeAsync();

        Assert.False(waiting.IsCompleted);
    }

    [Fact]
    public async Task Host_WithDurableFunctionsButNoEngine_DoesNotStart()
    {
        var refused = await Assert.ThrowsAsync<PlatformException>(() => SampleHost.StartAsync<Sample>());

        Assert.Contains("engine", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<(SampleHost Host, IDurableFunctions Functions)> StartAsync(
        Action<FunctionsApplicationBuilder>? compose = null, TimeSpan? drainTimeout = null)
    {
        IDurableFunctions? functions = null;
        var host = await SampleHost.StartAsync<Sample>(
            o => o with
            {
                DrainTimeout = drainTimeout ?? o.DrainTimeout,
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
            return $"{greeting}, {name} ({context.InstanceId}) on {Environment.CurrentManagedThreadId}";
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

    /// <summary>A synchronisation context that runs its work when it is pumped, as an engine's turn does.</summary>
    private sealed class Turn : SynchronizationContext
    {
        private readonly Queue<(SendOrPostCallback Callback, object? State)> _posted = new();

        public override void Post(SendOrPostCallback d, object? state) => _posted.Enqueue((d, state));

        public (Task<object?> Result, int Thread) Run(Func<Task<object?>> start)
        {
            Task<object?>? result = null;
            Within(() => result = start());
            return (result!, Environment.CurrentManagedThreadId);
        }

        public void Pump() => Within(() =>
        {
            while (_posted.TryDequeue(out var next))
                next.Callback(next.State);
        });

        private void Within(Action work)
        {
            var before = Current;
            SetSynchronizationContext(this);
            try { work(); }
            finally { SetSynchronizationContext(before); }
        }
    }
}
