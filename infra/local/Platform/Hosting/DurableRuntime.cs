using ChatPay.Local.Durable;
using ChatPay.Local.Durable.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace ChatPay.Local.Hosting;

/// <summary>What a durable engine needs from the app.</summary>
/// <param name="Functions">The app's orchestrators and activities.</param>
/// <param name="Converter">The worker's serializer.</param>
/// <param name="LoggerFactory">The factory of the app's loggers.</param>
public sealed record DurableApp(IDurableFunctions Functions, DataConverter Converter, ILoggerFactory LoggerFactory)
{
    /// <summary>host.json's maxConcurrentActivityFunctions; the engine's default when null.</summary>
    public int? MaxConcurrentActivities { get; init; }

    /// <summary>host.json's maxConcurrentOrchestratorFunctions; the engine's default when null.</summary>
    public int? MaxConcurrentTurns { get; init; }

    /// <summary>host.json's defaultVersion, for instances started without one.</summary>
    public string? DefaultVersion { get; init; }
}

/// <summary>A durable engine that runs the app's orchestrators and activities.</summary>
/// <param name="Client">The client that <c>[DurableClient]</c> binds.</param>
/// <param name="Engine">The engine; disposed after the last trigger and before the app.</param>
public sealed record DurableRuntime(DurableTaskClient Client, IAsyncDisposable Engine)
{
    /// <summary>Reads the history of an instance, for the management API; null shows none.</summary>
    public Func<string, IReadOnlyList<HistoryEvent>>? History { get; init; }
}
