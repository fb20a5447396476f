using ChatPay.Journeys.Crash;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Testing;

namespace ChatPay.Local.Tests.Durable.Conformance;

/// <summary>Microsoft.DurableTask.InProcessTestHost: the official worker and client, on an engine in memory, in real time.</summary>
internal sealed class OfficialTrial : Trial
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(40);
    private readonly List<Action<DurableTaskRegistry>> _registrations = [];
    private DurableTaskTestHost? _host;

    public override DurableTaskClient Client => _host!.Client;

#pragma warning disable RS0030 // This engine knows no other time.
    private static TimeProvider Time => TimeProvider.System;
#pragma warning restore RS0030

    public override TimeSpan AmpleTime => TimeSpan.FromSeconds(30);

    public override DateTimeOffset Now => Time.GetUtcNow();

    public override bool StartsSlowly => true;

    public override void Orchestrator<TInput, TOutput>(string name, Func<TaskOrchestrationContext, TInput, Task<TOutput>> code) =>
        _registrations.Add(r => r.AddOrchestratorFunc<TInput, TOutput>(name, (context, input) => code(context, input)));

    public override void Activity<TInput, TOutput>(string name, Func<TInput, TOutput> code) =>
        _registrations.Add(r => r.AddActivityFunc<TInput, TOutput>(name, (_, input) => code(input)));

    public override async Task OpenAsync()
    {
        // Else each of its hosts watches the folder of the tests for changes of settings, and writes down every call.
        Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");
        Environment.SetEnvironmentVariable("Logging__Console__LogLevel__Default", "None");
        _host = await DurableTaskTestHost.StartAsync(
            registry => _registrations.ForEach(register => register(registry)),
            new DurableTaskTestHostOptions { Port = FreePorts.Row(1), LoggerFactory = Loggers });
    }

    public override Task RestAsync() => Task.Delay(Moment, Time);

    /// <summary>A moment is not always enough for a first turn on a busy machine.</summary>
    public override async Task<string> StartAsync(string orchestrator, object? input = null, string? id = null)
    {
        id = await base.StartAsync(orchestrator, input, id);
        await UntilAsync(id, i => i.RuntimeStatus != OrchestrationRuntimeStatus.Pending);
        return id;
    }

    public override Task PassAsync(TimeSpan time)
    {
        Assert.True(time <= TimeSpan.FromSeconds(1), $"{time} is too long in real time: the test needs a clock that moves.");
        return Task.Delay(time, Time);
    }

    public override async Task<OrchestrationMetadata> UntilAsync(string id, Predicate<OrchestrationMetadata> wanted)
    {
        using var end = new CancellationTokenSource(Patience, Time);
        OrchestrationMetadata? instance = null;
        while (!end.IsCancellationRequested)
        {
            instance = await Client.GetInstanceAsync(id, getInputsAndOutputs: true);
            if (instance is not null && wanted(instance))
                return instance;
            await Task.Delay(TimeSpan.FromMilliseconds(20), Time);
        }

        Assert.Fail($"After {Patience}, {id} is {instance?.ToString() ?? "not there"}.");
        return instance!;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
    }
}
