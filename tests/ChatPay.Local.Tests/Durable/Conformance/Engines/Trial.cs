using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Tests.Durable.Conformance.Engines;

/// <summary>Hides which engine runs. A test registers orchestrators and activities, and uses the official client and context.</summary>
internal abstract class Trial : IAsyncDisposable
{
    public TestLoggers Loggers { get; } = new();

    public abstract DurableTaskClient Client { get; }

    /// <summary>The engine's time.</summary>
    public abstract DateTimeOffset Now { get; }

    /// <summary>How long a test waits for an expected event on engines that cannot tell whether they are idle.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A time-out that is long enough for a sent message to arrive.</summary>
    public abstract TimeSpan AmpleTime { get; }

    /// <summary>Whether the engine starts only a few instances a second, so that a test with hundreds of them must pick some.</summary>
    public virtual bool StartsSlowly => false;

    public abstract void Orchestrator<TInput, TOutput>(string name, Func<TaskOrchestrationContext, TInput, Task<TOutput>> code);

    public abstract void Activity<TInput, TOutput>(string name, Func<TInput, TOutput> code);

    public void Orchestrator<TOutput>(string name, Func<TaskOrchestrationContext, Task<TOutput>> code) =>
        Orchestrator<object?, TOutput>(name, (c, _) => code(c));

    public void Orchestrator(string name, Func<TaskOrchestrationContext, Task> code) => Orchestrator<object?, object?>(name, async (c, _) =>
    {
        await code(c);
        return null;
    });

    public abstract Task OpenAsync();

    /// <summary>Completes when the engine is idle, or after a moment if it cannot tell.</summary>
    public abstract Task RestAsync();

    /// <summary>Lets time pass; more than a second of it only with a clock that moves.</summary>
    public abstract Task PassAsync(TimeSpan time);

    /// <summary>Stops the engine as a crash would, and restarts it.</summary>
    public virtual Task RestartAsync() => throw new NotSupportedException("This engine cannot be restarted.");

    /// <summary>Waits until an instance meets a condition.</summary>
    public abstract Task<OrchestrationMetadata> UntilAsync(string id, Predicate<OrchestrationMetadata> wanted);

    /// <summary>Starts an instance; it has had its first turn when this returns.</summary>
    public virtual async Task<string> StartAsync(string orchestrator, object? input = null, string? id = null)
    {
        id = await Client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, id is null ? null : new StartOrchestrationOptions(id));
        await RestAsync();
        return id;
    }

    public async Task RaiseAsync(string id, string name, object? payload = null)
    {
        await Client.RaiseEventAsync(id, name, payload);
        await RestAsync();
    }

    public Task<OrchestrationMetadata> EndAsync(string id) => UntilAsync(id, i => i.IsCompleted);

    public async Task<OrchestrationRuntimeStatus> StatusAsync(string id) => (await Client.GetInstanceAsync(id))!.RuntimeStatus;

    public async Task<T?> OutputAsync<T>(string id)
    {
        var end = await EndAsync(id);
        Assert.True(end.RuntimeStatus == OrchestrationRuntimeStatus.Completed, $"{end.RuntimeStatus}: {end.FailureDetails}");
        return end.ReadOutputAs<T>();
    }

    public async Task<TaskFailureDetails> FailureAsync(string id)
    {
        var end = await EndAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        return await FailureOfAsync(end);
    }

    /// <summary>Returns the details of an instance's failure, wherever the engine keeps them.</summary>
    protected virtual Task<TaskFailureDetails> FailureOfAsync(OrchestrationMetadata end) => Task.FromResult(end.FailureDetails!);

    public abstract ValueTask DisposeAsync();
}
