namespace Microsoft.DurableTask.Entities;

/// <summary>How an entity is signalled.</summary>
public record SignalEntityOptions
{
    public DateTimeOffset? SignalTime { get; init; }

#pragma warning disable CA2225 // The official type has the operators only.
    public static implicit operator SignalEntityOptions(DateTimeOffset value) => new() { SignalTime = value };

    public static implicit operator SignalEntityOptions?(bool? value) => null;
#pragma warning restore CA2225
}
