using ChatPay.Journeys.Crash;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Testing;

namespace ChatPay.Local.Tests.Durable.Conformance.Engines;

/// <summary>Microsoft.DurableTask.InProcessTestHost: the official worker and client, on an engine in memory, in real time.</summary>
internal sealed class OfficialTrial : RealTimeTrial
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(40);
    private readonly List<Action<DurableTaskRegistry>> _registrations = [];
    private DurableTaskTestHost? _host;

    public override DurableTaskClient Client => _host!.Client;

    public override void Orchestrator<TInput, TOutput>(string name, Func<TaskOrchestrationContext, TInput, Task<TOutput>> code) =>
        _registrations.Add(r => r.AddOrchestratorFunc<TInput, TOutput>(name, (context, input) => code(context, input)));

    public override void Activity<TInput, TOutput>(string name, Func<TInput, TOutput> code) =>
        _registrations.Add(r => r.AddActivityFunc<TInput, TOutput>(name, (_, input) => code(input)));

    public override async Task OpenAsync()
    {
        // Otherwise each host watches the tests' folder for changes of settings, and logs every call.
        Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");
        Environment.SetEnvironmentVariable("Logging__Console__LogLevel__Default", "None");
        _host = await DurableTaskTestHost.StartAsync(
            registry => _registrations.ForEach(register => register(registry)),
            new DurableTaskTestHostOptions { Port = FreePorts.Row(1), LoggerFactory = Loggers });
    }

    public override Task RestAsync() => Task.Delay(Moment, Time);

    public override async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
    }
}
