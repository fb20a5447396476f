using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Marks the input of an activity.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
[ConverterFallbackBehavior(ConverterFallbackBehavior.Allow)]
public sealed class ActivityTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>The activity's name; the function's when null.</summary>
    public string? Activity { get; set; }
}
