using ChatPay.Local.Clock;
using ChatPay.Local.Durable.Faults;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatPay.Local.Durable;

/// <summary>What the engine runs on, and its limits.</summary>
public sealed record DurableEngineOptions
{
    /// <summary>The engine's own file; made when missing.</summary>
    public required string DataFile { get; init; }

    public required LocalClock Clock { get; init; }

    /// <summary>The app's orchestrators and activities.</summary>
    public required IDurableFunctions Functions { get; init; }

    /// <summary>How inputs, outputs, events and statuses become text; as the worker's serializer does it unless told: properties,
    /// not fields, read without regard to case.</summary>
    public DataConverter Converter { get; init; } = new JsonDataConverter(new() { PropertyNameCaseInsensitive = true });

    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>The version of instances that are started without one; none when null.</summary>
    public string? DefaultVersion { get; init; }

    public int MaxConcurrentActivities { get; init; } = 100 * Environment.ProcessorCount;

    /// <summary>How many orchestrators replay at once; a turn that waits for its commit does not count.</summary>
    public int MaxConcurrentTurns { get; init; } = 4 * Environment.ProcessorCount;

    /// <summary>How long a finished instance is kept; for ever when null.</summary>
    public TimeSpan? PurgeFinishedAfter { get; init; }

    /// <summary>What goes wrong on purpose.</summary>
    public DurableFaults Faults { get; init; } = new();
}
