using Microsoft.DurableTask.Client;

namespace ChatPay.Local.Tests.Durable.Conformance.Engines;

/// <summary>An official engine, which runs in real time only, and cannot tell whether it is idle.</summary>
internal abstract class RealTimeTrial : Trial
{
#pragma warning disable RS0030 // These engines run in real time only.
    protected static TimeProvider Time => TimeProvider.System;
#pragma warning restore RS0030

    public override TimeSpan AmpleTime => TimeSpan.FromSeconds(30);

    public override DateTimeOffset Now => Time.GetUtcNow();

    public override bool StartsSlowly => true;

    /// <summary>Waits for the first turn, for which a moment is not always enough on a busy machine.</summary>
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
}
