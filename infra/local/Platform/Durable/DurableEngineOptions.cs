using ChatPay.Local.Clock;
using ChatPay.Local.Durable.Faults;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatPay.Local.Durable;

/// <summary>The engine's file, clock, app and limits.</summary>
public sealed record DurableEngineOptions
{
    /// <summary>The engine's own file; created when missing.</summary>
    public required string DataFile { get; init; }

    public required LocalClock Clock { get; init; }

    /// <summary>The app's orchestrators and activities.</summary>
    public required IDurableFunctions Functions { get; init; }

    /// <summary>Serializes inputs, outputs, events and custom statuses. By default like the worker's serializer: properties, not
    /// fields, read case-insensitively.</summary>
    public DataConverter Converter { get; init; } = new JsonDataConverter(new() { PropertyNameCaseInsensitive = true });

    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>The version of instances started without one; null for none.</summary>
    public string? DefaultVersion { get; init; }

    public int MaxConcurrentActivities { get; init; } = 100 * Environment.ProcessorCount;

    /// <summary>How many orchestrators replay at once; a turn waiting for its commit does not count.</summary>
    public int MaxConcurrentTurns { get; init; } = 4 * Environment.ProcessorCount;

    /// <summary>How long a finished instance is kept; forever when null.</summary>
    public TimeSpan? PurgeFinishedAfter { get; init; }

    /// <summary>The faults to inject.</summary>
    public DurableFaults Faults { get; init; } = new();
}
