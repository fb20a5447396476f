using ChatPay.Local.Durable;
using ChatPay.Local.Durable.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local.Hosting;

/// <summary>What the app brings to a durable engine.</summary>
/// <param name="Functions">Its orchestrators and activities.</param>
/// <param name="Converter">The worker's serializer.</param>
/// <param name="LoggerFactory">Its logs.</param>
public sealed record DurableApp(IDurableFunctions Functions, DataConverter Converter, ILoggerFactory LoggerFactory)
{
    /// <summary>host.json's maxConcurrentActivityFunctions; the engine's default when null.</summary>
    public int? MaxConcurrentActivities { get; init; }

    /// <summary>host.json's maxConcurrentOrchestratorFunctions; the engine's default when null.</summary>
    public int? MaxConcurrentTurns { get; init; }

    /// <summary>host.json's defaultVersion, of instances that are started without one.</summary>
    public string? DefaultVersion { get; init; }
}

/// <summary>A durable engine that runs the app's orchestrators and activities.</summary>
/// <param name="Client">What <c>[DurableClient]</c> is bound to.</param>
/// <param name="Engine">Stopped after the last trigger and before the app.</param>
public sealed record DurableRuntime(DurableTaskClient Client, IAsyncDisposable Engine)
{
    /// <summary>The history of an instance, for the management API; without it none is shown.</summary>
    public Func<string, IReadOnlyList<HistoryEvent>>? History { get; init; }
}
